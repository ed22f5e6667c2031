using NodaTime;

namespace Watchbill.Training;

/// <summary>
/// The programs that are there without a line in the organisation file; one of its own with the same id takes their place.
/// </summary>
public static class BuiltInPrograms
{
    public const string FirstTimeOnCall = "first-time-on-call";

    // When the texts below were last gone through.
    private static readonly LocalDate Reviewed = new(2026, 11, 29);

    public static IReadOnlyList<TrainingProgram> All { get; } = [Dated(First())];

    public static TrainingProgram? Find(string id) => All.Concat(CareerPrograms.All).FirstOrDefault(program => program.Id == id);

    private static TrainingProgram First() => new(FirstTimeOnCall)
    {
        Title = "First time on call",
        SignOff = [Signer.Mentor, Signer.Lead],
        Lapse = new TrainingLapse(90, 2),
        Stages =
        [
            new("prerequisites")
            {
                Title = "Prerequisites",
                Items =
                [
                    new("terms", ItemKind.Read, "Know what being on call means here")
                    {
                        Text = "Read how on-call work is paid, how soon you have to answer and how to ask for cover. Say yes only if it "
                            + "fits your life; say so if it does not.",
                        Signs = Signer.Lead,
                    },
                    new("access", ItemKind.Do, "Have access to everything")
                    {
                        Text = "Sign in to production, deployment, monitoring, logs and runbooks from the laptop you will carry, and "
                            + "from home. Note what failed. Asked: what do you do when the VPN is down at night?",
                        Signs = Signer.Mentor,
                    },
                    new("contact", ItemKind.Do, "Have a contact method that wakes you")
                    {
                        Text = "Add it with `contact add`, verify it with the code, and allow it through your phone's quiet hours. "
                            + "Watchbill sees it by itself.",
                        Evidence = Evidence.Contact,
                    },
                    new("page-drill", ItemKind.Drill, "Answer a page drill")
                    {
                        Text =
                            "Press Page me as a drill below your checklist, lock your phone, and acknowledge from it when it rings. " +
                                "Watchbill sees it by itself.",
                        Evidence = Evidence.PageDrill,
                    },
                ],
            },
            new("foundations")
            {
                Title = "Foundations",
                Items =
                [
                    Focus("architecture", ItemKind.Explain, "Describe the architecture, components and dependencies",
                        "draw from memory what a request passes through, what we depend on, and who depends on us",
                        "follow one request through the logs of every component, then correct the diagram in the wiki",
                        "your drawing, explained to your mentor without notes",
                        "What breaks first if the database is slow? Which dependency may fail without users noticing?"),
                    new("runbooks", ItemKind.Read, "Read the runbooks of the last ten pages")
                    {
                        Text = "For each: when it applies, how you know that it worked, when to stop and escalate. Fix one sentence that "
                            + "was wrong or unclear.",
                        Signs = Signer.Mentor,
                        Evidence = Evidence.Text,
                    },
                    new("incidents", ItemKind.Read, "Read three postmortems")
                    {
                        Text = "Note how each was noticed, what the first ten minutes looked like, and what you would have done.",
                        Signs = Signer.Mentor,
                        Evidence = Evidence.Text,
                    },
                ],
            },
            new("practice")
            {
                Title = "Practice",
                Items =
                [
                    Focus("production-jobs", ItemKind.Do, "Administer production jobs",
                        "list, start, stop, restart and resize what runs in production, and tell a stuck job from a slow one",
                        "in staging: restart one replica, watch traffic move, put it back; read the production commands aloud before any",
                        "the commands you ran and what you saw",
                        "How do you know that it is safe to restart? What must never be restarted by hand?"),
                    Focus("debugging", ItemKind.Do, "Understand debugging information",
                        "go from an alert to the failing request: dashboard, logs, traces, recent changes, in that order",
                        "take a resolved incident and find its cause from the data alone, without reading the postmortem",
                        "the three links that led you to the cause",
                        "Is it us or a dependency? What changed? What would prove you wrong?"),
                    Focus("draining", ItemKind.Do, "Drain traffic away from a cluster",
                        "move users off a bad cluster, check that the rest can carry them, and move them back",
                        "drain a cluster in staging, or a production one in quiet hours with your mentor beside you",
                        "a graph of traffic leaving and coming back",
                        "How much can the others carry? What breaks when the caches are cold?"),
                    Focus("rollback", ItemKind.Do, "Roll back a bad push",
                        "stop a rollout, go back to the last good version, and know what cannot be rolled back",
                        "release a harmless change to staging and roll it back with a clock running",
                        "the time it took, and the release you went back to",
                        "Roll back or fix forward: what decides? What about a migrated schema?"),
                    Focus("blocking", ItemKind.Do, "Block or rate-limit unwanted traffic",
                        "find who sends it, limit it narrowly, and take the limit away again",
                        "limit your own test client in staging until it gets 429s, then remove the rule",
                        "the rule and its effect on a graph",
                        "How do you avoid blocking a customer? Who has to know?"),
                    Focus("capacity", ItemKind.Do, "Bring up additional serving capacity",
                        "add instances by hand when scaling does not, and know the next limit you hit",
                        "double a service in staging and halve it again; find the quota that would stop you in production",
                        "before and after, with how long it took",
                        "What is full when CPU is not? What does more capacity make worse?"),
                    Focus("monitoring", ItemKind.Explain, "Use the monitoring systems",
                        "read the service dashboard and the error budget, build a query, silence one alert for one hour",
                        "write a query that answers a question your mentor asks; silence and unsilence a test alert",
                        "the query, and what it told you",
                        "Which alert would you delete? How would you notice that monitoring itself is down?"),
                    new("tabletop", ItemKind.Drill, "Play primary in a tabletop drill")
                    {
                        Text =
                            "Your mentor starts one of `training drills` in the channel, and you press Play primary: say aloud what you " +
                            "look "
                                + "at and why. It stands in for incidents where your shadow shifts are quiet. Asked: when would you have " +
                                    "escalated?",
                        Signs = Signer.Mentor,
                    },
                ],
            },
            new("shadow")
            {
                Title = "Shadow",
                ShadowShifts = 2,
                Incidents = new IncidentCount(3, OrDrill: true),
            },
            new("reverse-shadow") { Title = "Reverse shadow", ReverseShadowShifts = 1 },
            new("solo") { Title = "First solo shift", Backup = "mentor" },
        ],
    };

    private static TrainingProgram Dated(TrainingProgram program) => program with
    {
        Stages = [.. program.Stages.Select(
            stage => stage with { Items = [.. stage.Items.Select(item => item with { Reviewed = Reviewed })] })],
    };

    private static TrainingItem Focus(string id, ItemKind kind, string title, string able, string practise, string show, string asked) =>
        new(id, kind, title)
        {
            Text = $"Be able to: {able}. Practise safely: {practise}. Show: {show}. Asked: {asked}",
            Signs = Signer.Mentor,
            Evidence = Evidence.Text,
        };
}
