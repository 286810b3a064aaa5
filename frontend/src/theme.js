// Runs in <head> before the first paint: "auto" becomes what the device wants, and follows it.
const root = document.documentElement;
if (root.dataset.bsTheme === "auto") {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  dark.addEventListener("change", follow);
  follow();
}
