// The switch on the help page for keys of one letter.
const button = document.querySelector("#keys");
const areOff = () => localStorage.getItem("keys") === "off";
const tell = () => Object.assign(button, { hidden: false, ariaPressed: String(!areOff()) });

button.addEventListener("click", () => {
  localStorage.setItem("keys", areOff() ? "on" : "off");
  tell();
});
tell();
