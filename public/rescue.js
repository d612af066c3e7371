// Fetched only where a page stops. One that could not be taken over (a translator or an extension had changed it) is loaded
// again and draws itself afresh; one that fails there too stays as plain forms and says so. One that stops later says so, or
// goes where it was to go. What was typed comes along; passwords never.
const MARK = "cordee.wake";
const TYPED = "cordee.typed";
/** A page that stops so soon after a link was pressed stopped on the way there: a newer build has other pieces. */
const SOON = 10_000;

let told = false;

export function rescue(error, pressed, words) {
  if (!error) return sessionStorage.getItem(MARK) === "plain" ? tell(words.plain, words.again, "") : putBack();
  const awake = "awake" in document.documentElement.dataset;
  if (error instanceof WebAssembly.RuntimeError) stopped(awake, pressed, words);
  else if (!awake && isLoading(error)) tell(words.plain, words.again, "");
}

function stopped(awake, pressed, words) {
  if (awake && pressed && performance.now() - pressed.at < SOON) return location.assign(pressed.href);
  if (awake) return tell(words.stopped, words.again, "draw");
  const drawn = sessionStorage.getItem(MARK) === "draw";
  mark(drawn ? "plain" : "draw");
  keep();
  location.reload();
}

/** Its program could not be had, or this browser cannot run it. */
function isLoading(error) {
  return error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError || /module|wasm/i.test(error.message ?? "");
}

function mark(way) {
  if (way) sessionStorage.setItem(MARK, way);
  else sessionStorage.removeItem(MARK);
}

/** Says it above the page, with the way on. */
function tell(text, again, way) {
  if (told) return;
  told = true;
  const banner = document.createElement("div");
  banner.className = "banner warn rescue";
  banner.setAttribute("role", "alert");
  const sentence = document.createElement("span");
  sentence.className = "grow";
  sentence.textContent = text;
  const button = document.createElement("button");
  button.className = "button compact";
  button.textContent = again;
  button.addEventListener("click", () => (mark(way), keep(), location.reload()));
  banner.append(sentence, button);
  const show = () => document.body.prepend(banner);
  if (document.body) show();
  else addEventListener("DOMContentLoaded", show);
}

function fields() {
  const all = [...document.querySelectorAll("form[method=post] [name]")];
  return all.filter((field) => !["password", "hidden", "file", "submit"].includes(field.type));
}

function isTouched(field) {
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

const place = (field) => new URL(field.form.action).pathname + " " + field.name;
const kinds = ["checkbox", "radio"];

function keep() {
  const typed = fields().filter(isTouched).map((field) => [place(field), kinds.includes(field.type) ? field.checked : field.value]);
  sessionStorage.setItem(TYPED, JSON.stringify(typed));
}

/** Puts back what was typed, as its fields come. */
function putBack() {
  const typed = new Map(JSON.parse(sessionStorage.getItem(TYPED) ?? "[]"));
  sessionStorage.removeItem(TYPED);
  const until = performance.now() + SOON;
  const look = () => {
    if (!("awake" in document.documentElement.dataset)) return void setTimeout(look, 100);
    for (const field of fields().filter((field) => typed.has(place(field)))) {
      field[kinds.includes(field.type) ? "checked" : "value"] = typed.get(place(field));
      typed.delete(place(field));
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    if (typed.size && performance.now() < until) setTimeout(look, 100);
  };
  look();
}
