// The demo (npm run demo) opens this file in the language server. HX is the example library, test/w-library/hx.d.ts.

/** Tells the user that the changes are safe. */
export async function confirmSaved() {
  // A misuse: showToast has no option "message"; the text goes into "msg".
  await HX.showToast({ message: 'Saved', type: 's' });
}

export async function deleteDraft() {
  // @requirement Ask whether to delete the draft; if confirmed, remove "draft" from the storage and show a success toast "Deleted".
}
