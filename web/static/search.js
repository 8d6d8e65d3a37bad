// Results and suggestions while one types
const $ = (selector) => document.querySelector(selector);
const form = $("#search");
const box = form.elements.q;
const list = $("#suggestions");
const main = $("main");
const PATIENCE = 30; // milliseconds that a search under way is waited for: the next one would only slow it down
const LONG = 700; // until half a word is said to find nothing

/** A fetch that gives up the one before; null where it is given up, or fails. */
function latest() {
  let last = new AbortController();
  return async (address, headers) => {
    last.abort();
    last = new AbortController();
    try {
      return await (await fetch(address, { headers, signal: last.signal })).text();
    } catch {
      return null;
    }
  };
}

// Results
const fetchResults = latest();
let waiting; // to say that nothing is found
let next = 0; // the timer of what is to be asked then
let underway = 0;
let shown = location.pathname + location.search;
let hasTyped = false;

form.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value.trim()) formData.delete(name);
});

function asked() {
  const said = new URLSearchParams(new FormData(form));
  return form.getAttribute("action") + (said.size ? `?${said}` : "");
}

async function show(address) {
  shown = address;
  underway += 1;
  const text = await fetchResults(address, { "X-Fragment": "1" });
  underway -= 1;
  if (next) return ask(); // more was typed meanwhile
  if (text === null) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  if (page.querySelector(".none")) waiting = setTimeout(() => put(page), LONG);
  else put(page);
}

function put(page) {
  document.title = page.title;
  document.body.className = page.body.className;
  main.replaceChildren(...page.querySelector("main").childNodes);
  $("#said").textContent = $("h1").textContent;
}

async function follow() {
  const address = asked();
  if (address === shown || !document.body.matches(".home, .results")) return;
  history[hasTyped ? "replaceState" : "pushState"](null, "", address);
  hasTyped = true;
  await show(address);
}

/** Results first, then suggestions. */
async function ask() {
  clearTimeout(next);
  next = 0;
  const typed = (wanted = box.value);
  await follow();
  if (wanted === typed) suggest(typed);
}

addEventListener("popstate", () => {
  const address = location.pathname + location.search;
  if (address === shown) return; // another place on it
  clearTimeout(waiting);
  clearTimeout(next);
  next = 0;
  hasTyped = false;
  box.value = new URLSearchParams(location.search).get("q");
  show(address);
});

// Suggestions: a combobox as the ARIA Authoring Practices have it
const fetchWords = latest();
let chosen = -1;
let wanted;
Object.assign(box, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" });

async function suggest(typed) {
  const isWord = box.selectionStart === typed.length && /[\p{L}\d]{2}$/u.test(typed);
  const text = isWord && (await fetchWords(`${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`));
  if (wanted !== typed || chosen >= 0) return;
  offer(text?.[0] === "[" ? JSON.parse(text)[1].filter((one) => one !== typed) : []);
}

function offer(words) {
  const items = words.map((textContent, n) =>
    Object.assign(document.createElement("li"), { id: `s${n}`, role: "option", lang: "fr", textContent }),
  );
  list.replaceChildren(...items);
  list.hidden = !items.length;
  box.ariaExpanded = !list.hidden;
  choose(-1);
}

function choose(n) {
  chosen = n;
  [...list.children].forEach((item, place) => (item.ariaSelected = place === n));
  if (n < 0) box.removeAttribute("aria-activedescendant");
  else box.setAttribute("aria-activedescendant", `s${n}`);
}

function close() {
  wanted = null;
  offer([]);
}

function take(item) {
  box.value = item.textContent;
  close();
  form.requestSubmit();
}

box.addEventListener("input", () => {
  wanted = null;
  choose(-1);
  clearTimeout(waiting);
  clearTimeout(next);
  if (underway) next = setTimeout(ask, PATIENCE);
  else ask();
});

box.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const size = list.children.length + 1; // with the box itself
  if (list.hidden || event.isComposing) return;
  if (step) choose(((chosen + 1 + step + size) % size) - 1);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
  else return;
  event.preventDefault();
});

box.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => event.preventDefault()); // it stays in the box
list.addEventListener("click", (event) => event.target.matches("li") && take(event.target));
