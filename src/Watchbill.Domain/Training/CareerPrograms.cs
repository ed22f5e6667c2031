using NodaTime;

namespace Watchbill.Training;

/// <summary>The next steps of an SRE's career, as programs: gathered over months, signed by the manager and one other.</summary>
public static class CareerPrograms
{
    private static readonly LocalDate Reviewed = new(2026, 11, 29);

    public static IReadOnlyList<TrainingProgram> All { get; } = [Senior(), Principal()];

    private static TrainingProgram Senior() => new("sre-junior-to-senior")
    {
        Title = "senior SRE",
        SignOff = [Signer.Manager, Signer.Peer],
        Stages =
        [
            new("work")
            {
                Title = "The work of a senior",
                Items =
                [
                    Gathered("six-months", "Six months of senior work", Signer.Manager,
                        "You have done for six months what you want to be called. Gather links as you go: incidents you led, changes " +
                        "that made "
                            + "one page less, designs you decided. Asked: which of them would have gone wrong without you?"),
                    Gathered("influence", "Influence beyond your own services", Signer.Manager,
                        "Another team works differently because of you: a review, a practice, a tool they took over. Link it, and name "
                            + "whom to ask."),
                    Gathered("initiative", "Something nobody asked for", Signer.Peer,
                        "You saw what was needed, began it and finished it. Link what it was before and after. Asked: what did you stop " +
                        "doing "
                            + "for it?"),
                ],
            },
            new("people")
            {
                Title = "With people",
                Items =
                [
                    Gathered("communication", "Write so that others can act", Signer.Peer,
                        "A postmortem, a design and an update to people outside of engineering, each understood without asking you. Link " +
                        "all "
                            + "three."),
                    Said("feedback", "Feedback of somebody who worked with you",
                        "Ask a colleague of another role what they would want you to go on with and to change, and write down what you did "
                            + "about it."),
                ],
            },
        ],
    };

    private static TrainingProgram Principal() => new("sre-senior-to-principal")
    {
        Title = "principal SRE",
        SignOff = [Signer.Manager, Signer.Peer],
        Stages =
        [
            new("work")
            {
                Title = "The work of a principal",
                Items =
                [
                    Gathered("six-months", "Six months of principal work", Signer.Manager,
                        "Six months of work on questions that no single team owns: reliability of a line of products, a risk taken away " +
                        "before "
                            + "it became an incident. Link what was decided and what came of it."),
                    Gathered("influence", "Influence on how the organisation works", Signer.Manager,
                        "A rule, an architecture or an agreement that several teams follow because you convinced them, not because you " +
                        "were "
                            + "in charge. Name who was against it, and what changed their mind."),
                    Gathered("initiative", "A problem you found and made others' own", Signer.Peer,
                        "You found it, showed what it costs, and it is solved by people other than you. Link the first note and the last "
                            + "result."),
                ],
            },
            new("people")
            {
                Title = "With people",
                Items =
                [
                    Gathered("communication", "Be understood by executives and by newcomers", Signer.Peer,
                        "The same thing told twice: to those who decide about money, and to somebody in their first month. Link both."),
                    Said("feedback", "Feedback of people who disagreed with you",
                        "Ask two people who would have decided differently how you dealt with them, and write down what you learned."),
                    Said("mentored", "Somebody you mentored well",
                        "Somebody grew with you beside them over months. In their words: what can they do now, and what did you do that "
                            + "helped? Write down what they said, with their leave."),
                ],
            },
        ],
    };

    private static TrainingItem Gathered(string id, string title, Signer signs, string text) => new(id, ItemKind.Evidence, title)
    {
        Text = text,
        Signs = signs,
        Evidence = Evidence.Text,
        Reviewed = Reviewed,
    };

    private static TrainingItem Said(string id, string title, string text) => new(id, ItemKind.Feedback, title)
    {
        Text = text,
        Signs = Signer.Peer,
        Evidence = Evidence.Text,
        Reviewed = Reviewed,
    };
}
