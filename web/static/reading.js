// From one passage found to the next, quotations, articles alike. Links do most of it.
const $ = (selector) => document.querySelector(selector);
const body = $(".passages");
const bar = $(".found");
const hits = [...document.querySelectorAll(".text.hit")];
const number = (passage) => +passage.id.slice(1);

function step(link, hit, beyond) {
  const address = hit ? `#${hit.id}` : beyond;
  for (const name of ["role", "aria-disabled", "href"]) link.removeAttribute(name);
  if (address) link.href = address;
  else Object.assign(link, { role: "link", ariaDisabled: "true" });
}

function follow(at) {
  if (!bar) return;
  const { before, after, base, total, place } = bar.dataset;
  step($("[rel=prev]"), hits.findLast((hit) => number(hit) < at), before);
  step($("[rel=next]"), hits.find((hit) => number(hit) > at), after);
  const found = hits.findIndex((hit) => number(hit) === at);
  $(".place").textContent = found < 0 ? "" : place.replace("{n}", +base + found + 1).replace("{all}", total);
}

function arrive() {
  const at = +(location.hash.match(/^#p(\d{1,9})$/)?.[1] ?? 0);
  const passage = at && document.getElementById(`p${at}`);
  const address = new URL(location);
  if (passage) {
    passage.closest("details")?.setAttribute("open", "");
    passage.tabIndex = -1;
    passage.focus({ preventScroll: true });
    passage.scrollIntoView({ block: passage.offsetHeight < innerHeight / 2 ? "center" : "start", behavior: "instant" });
  } else if (at && address.searchParams.get("passage") !== `${at}`) {
    address.searchParams.set("passage", at); // it is in another part
    location.replace(address);
  }
  follow(at);
}

addEventListener("hashchange", arrive);
document.addEventListener("click", (event) => {
  const link = event.target.closest(".step[href^='#']");
  if (!link) return;
  event.preventDefault();
  location.replace(link.hash); // back leads to the results
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
  if (event.target.closest("input, textarea, select")) return;
  const link = { n: $("[rel=next]"), p: $("[rel=prev]") }[event.key];
  if (link?.href) link.click();
});
arrive();

// One button, where the pointer or the focus is.
const button = Object.assign(document.createElement("button"), { type: "button", className: "cite" });
const said = body.dataset;

function offer({ target }) {
  const passage = target.closest(".text");
  if (!passage || passage.contains(button)) return;
  button.textContent = said.copy;
  passage.querySelector(".tools").append(button);
}

function quotation(passage) {
  const copy = passage.cloneNode(true);
  copy.querySelector(".tools").remove();
  const text = (copy.cells ? [...copy.cells].map((cell) => cell.textContent).join(" | ") : copy.textContent).trim();
  const link = new URL(passage.querySelector(".here").href);
  for (const name of [...link.searchParams.keys()]) if (!/^(id|passage)$/.test(name)) link.searchParams.delete(name);
  const { page } = passage.dataset;
  const parts = {
    text: said.cite[0] === "«" ? text.replace(/«\s*/g, "“").replace(/\s*»/g, "”") : text,
    reference: said.reference + (page ? `, ${said.page.replace("{page}", page)}` : ""),
    address: link.href,
  };
  return said.cite.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

if (navigator.clipboard) {
  for (const name of ["pointerover", "focusin"]) body.addEventListener(name, offer);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(quotation(button.closest(".text")));
    button.textContent = $("#said").textContent = said.copied;
  });
}

// Articles alike, once the page is there.
const alike = $(".similar");
fetch(alike.firstChild.href).then((answer) => answer.text()).then((html) => {
  const list = new DOMParser().parseFromString(html, "text/html").getElementById("similar");
  if (!list) return alike.remove();
  alike.replaceChildren(Object.assign(document.createElement("h2"), { textContent: alike.textContent }), list);
}).catch(() => {});
