// Every visible text whose contrast with what lies behind it is below AA (WCAG 2.2, 1.4.3).
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const chain = (node) => (node ? [...chain(node.parentElement), node] : []);
  const behind = (element) =>
    chain(element).reduce((under, one) => over(rgba(getComputedStyle(one).backgroundColor), under), [255, 255, 255, 1]);
  const opacity = (element) => chain(element).reduce((all, one) => all * Number(getComputedStyle(one).opacity), 1);
  const bad = [];
  const walker = document.createTreeWalker(document.querySelector(".desk, .advice"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!text || element.closest(":disabled, [aria-hidden='true'], .mirror, .unseen")) continue;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const under = behind(element);
    const ink = rgba(style.color);
    ink[3] *= opacity(element);
    const [a, b] = [light(over(ink, under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) bad.push(`${ratio.toFixed(2)} ${element.className || element.tagName}: ${text.slice(0, 20)}`);
  }
  return bad;
}
