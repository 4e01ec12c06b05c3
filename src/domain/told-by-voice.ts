/** Stands for what was told in a recording, which is kept with the evidence; said in the reader's language when it is shown. */
export const toldByVoice = '⟦voice⟧'
