using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// The bot with rotation payments, which requires training: ana, ben and cai were in its roster when it began; eve is new.
/// </summary>
internal static class TrainingBot
{
    /// <summary>Three items in two stages, so that a test may walk them.</summary>
    public static TrainingProgram Program { get; } = new("first-time-on-call")
    {
        SignOff = [Signer.Mentor, Signer.Lead],
        Lapse = new TrainingLapse(90, 2),
        Stages =
        [
            new("foundations")
            {
                Title = "Foundations",
                Items =
                [
                    new("access", ItemKind.Read, "Have access") { Text = "Sign in everywhere.", Signs = Signer.Mentor },
                    new("architecture", ItemKind.Explain, "Describe the architecture")
                    {
                        Signs = Signer.Mentor,
                        Evidence = Evidence.Text,
                    },
                ],
            },
            new("practice") { Title = "Practice", Items = [new("rollback", ItemKind.Do, "Roll back a bad push") { Signs = Signer.Lead }] },
        ],
    };

    public static Rotation Payments { get; } = Some.Payments with { Requires = Program.Id };

    public static async Task<Bot> BeginAsync(params IEnumerable<Rotation> more)
    {
        var bot = await Bot.WithAsync([Payments, .. more]);
        await bot.Store.SaveAsync(
        [
            Write.Create("eve", new Person("eve", "Eve Moe") { TimeZone = "Europe/Lisbon" }),
            Write.Create("training/first-time-on-call", Policy.Of(Program)),
        ], Roster.Ct);
        await bot.LookAsync();
        return bot;
    }

    /// <summary>The job of training does what is due.</summary>
    public static Task<Instant?> LookAsync(this Bot bot) =>
        new QualificationLapseJob(bot.Store, new Qualifications(bot.Store, new Schedules(bot.Store)), new OrgChart(bot.Store))
            .RunAsync(bot.Clock.Now, Changes.Everything, Roster.Ct);

    public static async Task<Progress?> ProgressAsync(this Bot bot, string person) =>
        await new Qualifications(bot.Store, new Schedules(bot.Store)).OfAsync(Payments, person, bot.Clock.Now, Roster.Ct);
}
