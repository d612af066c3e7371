// Back to where the person was, as soon as the house answers: asked every few seconds, and at once when the browser says there is a network.
const ask = () => fetch("/robots.txt", { method: "HEAD", cache: "no-store" }).then((answer) => answer.ok && location.reload(), () => {});
setInterval(ask, 3000 + Math.random() * 2000);
addEventListener("online", ask);
