// What the pages of visitors do by themselves: they have no program (src/features/accounts/ui/door.rs), and work without this as well.

// Why this tab shows the door, where nobody has signed out in it (src/ui/page_owner.rs).
const TAB = "cordee.tab-of";
const ended = document.querySelector(".session-ended");
if (ended) ended.hidden = !sessionStorage.getItem(TAB);
sessionStorage.removeItem(TAB);

// A password can be looked at.
for (const button of document.querySelectorAll(".secret-field > button")) {
  const secret = button.parentElement.querySelector("input");
  button.addEventListener("click", () => {
    const seen = secret.type === "password";
    secret.type = seen ? "text" : "password";
    button.setAttribute("aria-pressed", String(seen));
  });
}
document.documentElement.dataset.awake = "";

// What was refused is told with the field in which one tries again.
const refusal = document.querySelector("form [role=alert]");
const field = document.querySelector("[aria-invalid=true]") ?? (refusal && document.querySelector("input[type=password]"));
if (field && !field.hasAttribute("aria-invalid")) {
  refusal.id = "refusal";
  field.setAttribute("aria-describedby", refusal.id);
}
field?.focus();

// A form goes once. Whoever comes back to the page may send it again.
addEventListener("submit", (event) => {
  const button = event.target.querySelector("button[type=submit]");
  if (button?.ariaBusy === "true") event.preventDefault();
  else if (button) button.ariaBusy = "true";
});
addEventListener("pageshow", () => document.querySelectorAll("[aria-busy=true]").forEach((button) => (button.ariaBusy = "false")));
