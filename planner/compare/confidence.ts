/**
 * Of each figure that decides, and of each input that may: five in all, so that at most one comparison of 20 without a change
 * shows a difference (Bonferroni's inequality, which holds however they move together).
 */
export const confidence = 0.99;
