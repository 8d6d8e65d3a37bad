// Keys on every page, unless the help page has switched them off
const form = document.querySelector("#search");
const box = form.elements.q;

function result(step) {
  const all = [...document.querySelectorAll("main article")];
  const here = all.findIndex((one) => one.contains(document.activeElement));
  all[Math.max(0, here + step)]?.querySelector("h2 a")?.focus();
}

const keys = {
  "/": () => (box.focus(), box.select()),
  "?": () => location.assign(form.dataset.help),
  j: () => result(1),
  k: () => result(-1),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (!keys[event.key] || localStorage.getItem("keys") === "off") return;
  event.preventDefault();
  keys[event.key]();
});
