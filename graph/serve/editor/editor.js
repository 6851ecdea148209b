// The editor of the SPARQL page: CodeMirror 6 over the plain field, with our own words as completions.
// It lives in a shadow root, where its styles need no exception from the page's policy.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";
import { tags } from "@lezer/highlight";

const KEYWORDS =
  "SELECT DISTINCT WHERE CONSTRUCT DESCRIBE ASK OPTIONAL UNION MINUS FILTER BIND VALUES GRAPH PREFIX LIMIT OFFSET COUNT SAMPLE".split(
    " ",
  ).concat(["ORDER BY", "GROUP BY", "HAVING", "NOT EXISTS", "GROUP_CONCAT"]);

const SWEDISH = {
  "Control character": "Styrtecken",
  "Selection deleted": "Markeringen togs bort",
  Completions: "Förslag",
  "current match": "denna träff",
  "replace all": "ersätt alla",
};

// All of them at least 4.5:1 on white.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "#0b4f8a", fontWeight: "600" },
  { tag: [tags.variableName, tags.definition(tags.variableName)], color: "#8a3a6d" },
  { tag: [tags.string, tags.special(tags.string)], color: "#00634e" },
  { tag: tags.number, color: "#8a6100" },
  { tag: tags.comment, color: "#4a5460", fontStyle: "italic" },
  { tag: [tags.url, tags.namespace, tags.propertyName], color: "#8a3d00" },
]);

const look = EditorView.theme({
  "&": { border: "1px solid #6b7681", borderRadius: ".4rem", fontSize: ".9375rem", background: "#fff" },
  "&.cm-focused": { outline: "3px solid #0b4f8a", outlineOffset: "2px" },
  ".cm-content": { fontFamily: 'Consolas, "Liberation Mono", monospace', minHeight: "9rem" },
  ".cm-gutters": { background: "#f4f7fa", color: "#4a5460", border: "0" },
  ".cm-tooltip": { border: "1px solid #6b7681" },
  ".cm-completionDetail": { fontStyle: "normal", color: "#4a5460" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "#fff" },
});

function completer(words) {
  const options = [
    ...words.ord.map((one) => ({ label: one.ord, detail: one.namn, type: "class" })),
    ...KEYWORDS.map((word) => ({ label: word, type: "keyword" })),
  ];
  // Typing the Swedish name finds the term as well.
  const byName = words.ord
    .filter((one) => one.namn)
    .map((one) => ({ label: one.namn, detail: one.ord, apply: one.ord, type: "text", boost: -10 }));
  return (context) => {
    const word = context.matchBefore(/[?\p{L}][\p{L}\p{N}:_-]*/u);
    if (!word || (word.from === word.to && !context.explicit) || word.text.startsWith("?")) return null;
    return { from: word.from, options: [...options, ...byName], validFor: /^[\p{L}\p{N}:_-]*$/u };
  };
}

/** Put the editor over a text field of a form; `words` are {ord: [{ord, namn}], prefix}. */
export function attach(field, form, words) {
  const host = document.createElement("div");
  field.before(host);
  const root = host.attachShadow({ mode: "open" });
  const submit = () => {
    form.requestSubmit();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        syntaxHighlighting(colours),
        sparql(),
        autocompletion({ override: [completer(words)] }),
        EditorState.phrases.of(SWEDISH),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Frågan i SPARQL. Ctrl+Enter kör den.", lang: "en" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = view.state.doc.toString();
        }),
        look,
        // Tab leaves the editor: whoever has no mouse must be able to get out.
        keymap.of([
          { key: "Ctrl-Enter", run: submit },
          { key: "Mod-Enter", run: submit },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...completionKeymap,
        ]),
      ],
    }),
  });
  field.hidden = true;
  document.querySelector(`label[for="${field.id}"]`)?.addEventListener("click", () => view.focus());
  return view;
}
