// One language is enough where the browser says which: English for those who read it and no French.
const reads = (language) => navigator.languages.some((tag) => tag.startsWith(language));
const english = reads("en") && !reads("fr");
document.querySelector(english ? "section:not([lang])" : "section[lang]").remove();
document.documentElement.lang = english ? "en" : "fr";

// Back to where the person was, as soon as the house answers: asked every few seconds, and at once when the browser says there is a network.
const ask = () => fetch("/robots.txt", { method: "HEAD", cache: "no-store" }).then((answer) => answer.ok && location.reload(), () => {});
setInterval(ask, 3000 + Math.random() * 2000);
addEventListener("online", ask);
