// A chart that the server draws as SVG, taken as PNG: the browser has the fonts of every script.

const SCALE = 2;

for (const button of document.querySelectorAll("[data-picture]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      take(await drawn(button.dataset.picture), button.dataset.name);
    } catch {
      document.getElementById("picture-failed").textContent = button.dataset.failed;
    }
    button.disabled = false;
    button.focus();
  });
}

async function drawn(address) {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * SCALE;
  canvas.height = picture.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

function take(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
