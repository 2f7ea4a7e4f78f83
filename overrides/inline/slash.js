// Some hosts show a page under its address with doubled slashes, or without the last one, where each of its own leads elsewhere.
const path = location.pathname.replace(/\/+/g, "/").replace(/(\.html|\/)?$/, (end) => end || "/");
if (path !== location.pathname && location.protocol !== "file:") history.replaceState(history.state, "", path + location.search + location.hash);
