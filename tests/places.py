# ruff: noqa: E501  a council is a line
"""The usual spellings of the councils of Wales, and the region that each lies in."""

from __future__ import annotations

# council, as in the content: (its region, how people write it)
SPELLINGS: dict[str, tuple[str, str]] = {
    "Blaenau Gwent": ("gwent", "blaenau-gwent, Flaenau Gwent, Mlaenau Gwent, BLAENAU GWENT"),
    "Caerphilly": ("gwent", "Caerffili, Gaerffili, Nghaerffili, Chaerffili, Caerphilly County Borough Council"),
    "Monmouthshire": ("gwent", "Sir Fynwy, sir fynwy, yn Sir Fynwy, Monmouthshire County Council"),
    "Newport": ("gwent", "Casnewydd, Gasnewydd, Nghasnewydd, Chasnewydd, Newport City Council, Dinas Casnewydd"),
    "Torfaen": ("gwent", "Dorfaen, Nhorfaen, Thorfaen, Cyngor Torfaen"),
    "Bridgend": ("cwm-taf-morgannwg", "Pen-y-bont ar Ogwr, Pen y bont ar Ogwr, Penybont, Mhen-y-bont ar Ogwr, Ben-y-bont ar Ogwr"),
    "Merthyr Tydfil": ("cwm-taf-morgannwg", "Merthyr Tudful, Ferthyr Tudful, Merthyr"),
    "Rhondda Cynon Taf": ("cwm-taf-morgannwg", "RCT, Rondda Cynon Taf, Rhondda Cynon Taff, Cyngor Bwrdeistref Sirol Rhondda Cynon Taf"),
    "Cardiff": ("cardiff-and-vale", "Caerdydd, Gaerdydd, Nghaerdydd, Chaerdydd, caerdydd, Cardiff Council, Cyngor Caerdydd, Cyngor Dinas Caerdydd"),
    "Vale of Glamorgan": ("cardiff-and-vale", "Bro Morgannwg, Fro Morgannwg, Mro Morgannwg, The Vale of Glamorgan, the Vale, Y Fro"),
    "Swansea": ("west-glamorgan", "Abertawe, yn Abertawe, Swansea Council, City and County of Swansea, Dinas a Sir Abertawe"),
    "Neath Port Talbot": ("west-glamorgan", "Castell-nedd Port Talbot, Castell Nedd Port Talbot, Gastell-nedd Port Talbot, Nghastell-nedd Port Talbot, NPT"),
    "Carmarthenshire": ("west-wales", "Sir Gaerfyrddin, Sir Gâr, Sir Gar, Carmarthenshire County Council, Cyngor Sir Gâr"),
    "Ceredigion": ("west-wales", "Geredigion, Ngheredigion, Cheredigion, Cyngor Sir Ceredigion"),
    "Pembrokeshire": ("west-wales", "Sir Benfro, sir benfro, Pembrokeshire County Council, Pembs"),
    "Powys": ("powys", "Bowys, Mhowys, Phowys, Cyngor Sir Powys, Powys County Council"),
    "Isle of Anglesey": ("north-wales", "Ynys Môn, Ynys Mon, Anglesey, Isle of Anglesey County Council, Sir Fôn, Môn"),
    "Conwy": ("north-wales", "Gonwy, Nghonwy, Chonwy, Conway, Conwy County Borough Council"),
    "Denbighshire": ("north-wales", "Sir Ddinbych, sir ddinbych, Denbighshire County Council"),
    "Flintshire": ("north-wales", "Sir y Fflint, sir y fflint, Sir Fflint, Flintshire County Council"),
    "Gwynedd": ("north-wales", "Wynedd, Ngwynedd, Cyngor Gwynedd, Gwynedd Council"),
    "Wrexham": ("north-wales", "Wrecsam, yn Wrecsam, Wrexham County Borough Council"),
}  # fmt: skip


def tried() -> list[tuple[str, str]]:
    """Every spelling, with the id of the region that it leads to."""
    return [
        (name.strip(), region)
        for council, (region, written) in SPELLINGS.items()
        for name in (council, *written.split(","))
    ]
