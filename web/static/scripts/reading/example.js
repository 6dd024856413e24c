// An article to begin with on /try. People, places and paper are made up; the conference is not, so that its days are known.

export const EXAMPLE = {
  text: `Foreign Minister Ingrid Halvorsen met rebel leaders in Oslo on Monday, after mediators had flown to Geneva last week. It was their first meeting since November, when the rebels seized the port of Marwick.

In January, Halvorsen proposed a truce along the river Sel, and at the Munich Security Conference she defended the plan. The government has banned flights over the river since 3 February.

The army denied that soldiers had crossed the border on Sunday. A convoy may have been attacked near the harbour late on Saturday, according to two aid groups.

The two sides will meet again in Vienna on 3 March at 10 a.m. Parliament is to vote on the truce by the end of March, and the rebels could release forty prisoners before Easter.`,
  published_at: "2025-02-18",
  source: "The Harbour Courier",
};

/** What is explained until somebody asks for something else. */
export const SHOWN = "last week";
