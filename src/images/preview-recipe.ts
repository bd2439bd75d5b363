/**
 * Names how a preview is made. It is part of an analysis' key: change it whenever the same original would give another
 * preview, and stored analyses of the old one are no longer taken for answers about the new one.
 */
export const previewRecipe = 'jpeg768q70v1';
