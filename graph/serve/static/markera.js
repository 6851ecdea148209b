// Källor: mark a passage in the text of a document and add a statement from it. Offsets are code points of
// the text as it was read: every text node counts but the page numbers that were put between.

const text = document.querySelector(".dokument[data-handling]");

if (text) {
  const link = document.createElement("a");
  link.className = "knapp markering";
  link.textContent = "Lägg till påstående ur markeringen";
  link.hidden = true;
  text.after(link);

  const counted = (node) => !node.parentElement.closest(".sida");

  const offset = (node, at) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const limit = document.createRange();
    limit.selectNodeContents(text);
    limit.setEnd(node, at);
    let sum = 0;
    while (walker.nextNode()) {
      const one = walker.currentNode;
      if (!limit.intersectsNode(one)) break;
      if (!counted(one)) continue;
      const end = one === limit.endContainer ? limit.endOffset : one.length;
      sum += [...one.data.slice(0, end)].length;
      if (one === limit.endContainer) break;
    }
    return sum;
  };

  // What is shown may differ from the text in its blanks and control characters: the server looks the quote up.
  const quote = (range) => {
    const part = range.cloneContents();
    part.querySelectorAll(".sida").forEach((one) => one.remove());
    return part.textContent.slice(0, 2000);
  };

  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
    const inside = range && !range.collapsed && text.contains(range.commonAncestorContainer);
    link.hidden = !inside || !range.toString().trim();
    if (link.hidden) return;
    const asked = new URLSearchParams({
      handling: text.dataset.handling,
      start: offset(range.startContainer, range.startOffset),
      slut: offset(range.endContainer, range.endOffset),
      citat: quote(range),
    });
    link.href = `/granska/nytt?${asked}`;
  });
}
