// Opens the form editor in a language, when somebody asks for it: nothing of it is loaded before.
import { SAVED, keeper } from "./backend.js";
import { LANGUAGES, fromFile, toFile } from "./texts.js";

const main = document.querySelector("[data-editor]");
const asked = new URLSearchParams(location.search).get("lang");
const own = (navigator.languages || []).map((code) => code.slice(0, 2)).find((code) => LANGUAGES.includes(code));
// an address inside the editor, such as a colleague sends, opens in the reader's own language
const lang = LANGUAGES.includes(asked) ? asked : location.hash.startsWith("#/") ? own || "en" : null;

const script = (source) =>
  new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: source, onload: resolve, onerror: reject });
    document.head.append(element);
  });

/** A text in both languages side by side. */
const both = (React, words) =>
  React.createClass({
    render() {
      const { field, value, forID, onChange, setActiveStyle, setInactiveStyle, classNameWrapper } = this.props;
      const box = (code) => {
        const said = value?.get(code);
        const id = code === lang ? forID : `${forID}-${code}`;
        return React.h(
          "div",
          { key: code, className: "both__half", lang: code },
          React.h("label", { className: "both__label", htmlFor: id }, words.languages[code], ": ", field.getIn(["headings", code])),
          React.h(field.get("lines") === 1 ? "input" : "textarea", {
            id,
            className: classNameWrapper,
            lang: code,
            value: said ?? "",
            rows: Math.min(24, Math.max(field.get("lines"), Math.ceil((said || "").length / 60))),
            spellCheck: true,
            "aria-required": field.get("required") !== false,
            // a heading that was changed in the file since this page was made
            disabled: said === undefined,
            onChange: (event) => onChange(value.set(code, event.target.value)),
            onFocus: setActiveStyle,
            onBlur: setInactiveStyle,
          }),
          field.get("most") && React.h("p", { className: "both__count" }, `${(said || "").length} / ${field.get("most")}`),
        );
      };
      return React.h("div", { className: "both" }, ["cy", "en"].map(box));
    },
    isValid() {
      const { field, value } = this.props;
      for (const code of LANGUAGES) {
        const said = value?.get(code);
        const name = `${words.languages[code]}: ${field.getIn(["headings", code])}`;
        if (field.get("required") !== false && said !== undefined && !said.trim()) return { error: { type: "PRESENCE", message: words.required.replace("{name}", name) } };
        if (said && field.get("most") && said.length > field.get("most")) return { error: { type: "CUSTOM", message: words.long.replace("{name}", name).replace("{most}", field.get("most")) } };
      }
      return true;
    },
  });

/** What the editor says of the two languages. It holds for one save. */
const agreement = (React) =>
  React.createClass({
    componentDidMount() {
      this.forget = () => this.props.value && this.props.onChange("");
      addEventListener(SAVED, this.forget);
    },
    componentWillUnmount() {
      removeEventListener(SAVED, this.forget);
    },
    render() {
      const { field, value, forID, onChange, setActiveStyle, setInactiveStyle, classNameWrapper } = this.props;
      return React.h(
        "select",
        { id: forID, className: classNameWrapper, value: value || "", onChange: (event) => onChange(event.target.value), onFocus: setActiveStyle, onBlur: setInactiveStyle },
        field.get("choices").map((choice) => React.h("option", { key: choice.get("value"), value: choice.get("value") }, choice.get("label"))),
      );
    },
  });

const open = async () => {
  const { config, lists, phrases, words } = await (await fetch(`config.${lang}.json`)).json();
  const facts = config.collections.flatMap(({ files }) => files.flatMap(({ fields }) => fields.flatMap((field) => field.fields || [])));
  for (const fact of facts) if (fact.choices) fact.options = lists[fact.choices];
  window.CMS_MANUAL_INIT = true;
  await script("decap-cms.js");
  const { CMS } = window;
  const React = { h: window.h, createClass: window.createClass };
  // the styles of the site would reach into the editor
  for (const sheet of document.querySelectorAll("link[rel=stylesheet]:not([data-editor-style])")) sheet.remove();
  document.querySelector("[data-editor-style]").disabled = false;
  document.body.className = "";
  document.body.replaceChildren(Object.assign(document.createElement("div"), { id: "nc-root" }));
  document.documentElement.lang = lang;
  document.title = words.title;

  const merge = (base, over) => Object.fromEntries(Object.entries({ ...base, ...over }).map(([key, value]) => [key, typeof value === "object" && base?.[key] ? merge(base[key], value) : value]));
  CMS.registerLocale(lang, merge(CMS.getLocale("en"), phrases));
  CMS.registerCustomFormat("nyth", "nyth", { fromFile, toFile });
  CMS.registerWidget({ name: "both", controlComponent: both(React, words), allowMapValue: true });
  CMS.registerWidget({ name: "agreement", controlComponent: agreement(React) });
  CMS.registerBackend("nyth", keeper(CMS, words));
  // the editor wants a place for pictures; there is none here
  CMS.registerMediaLibrary({ name: "none", init: () => ({ show() {}, hide() {}, enableStandalone: () => false }) });
  // on this machine there is nobody to sign in
  if (config.backend.kind === "proxy") localStorage.setItem("decap-cms-user", JSON.stringify({ backendName: "nyth" }));
  CMS.init({ config });
};

if (main && lang) {
  const status = main.querySelector(`[data-status][lang=${lang}]`);
  status.hidden = false;
  open().catch((error) => {
    console.error(error);
    status.textContent = status.dataset.failed;
  });
}
