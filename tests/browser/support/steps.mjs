// A story in steps: a failure says at which step it stopped, and what everybody in it had before them.

/** What plays a step of a story with these `visitors`; others may join the list. `tell` is told of what is done. */
export function steps(visitors, tell) {
  return async (name, act) => {
    try {
      const done = await act();
      tell(name);
      return done;
    } catch (error) {
      const views = [];
      for (const visitor of visitors) views.push(await visitor.view());
      throw new Error(`${name}: ${error.message}\n${views.join("\n")}`, { cause: error });
    }
  };
}
