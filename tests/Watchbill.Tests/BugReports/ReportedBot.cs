using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.BugReports;

/// <summary>
/// The setting of the reports: ana (lead, admin), ben, cai and dora in team t, all in UTC; rotation pay by the week from Monday
/// 5 January 2026, 00:00, ana, ben, cai; service checkout. It is Saturday 28 November 2026, 10:00; ben has pay, then cai, then ana.
/// </summary>
internal static class ReportedBot
{
    public static TurnRule Weekly { get; } = new("Etc/UTC", new LocalDateTime(2026, 1, 5, 0, 0), 1, TurnUnit.Week);

    public static Rotation Pay { get; } = Rotation("pay", Layer("primary", "ana", "ben", "cai"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Layer Layer(string id, params string[] members) =>
        new(id) { Versions = [new LayerVersion(null, Weekly, Coverage.Always, members)] };

    public static Rotation Rotation(string id, params Layer[] layers) => new(id, RotationKind.Team, "t")
    {
        Layers = layers,
        Promises = [new CoverageVersion(null, layers[0].Versions[0].Turn, Coverage.Always)],
    };

    public static async Task<Bot> StartAsync(params Rotation[] rotations)
    {
        var bot = new Bot();
        bot.Clock.Now = Cases.At("2026-11-28T10:00:00Z");
        await bot.Store.SaveAsync(
        [
            .. new[] { "ana", "ben", "cai", "dora" }.Select(id => Write.Create(id,
                new Person(id, id.ToUpperInvariant()) { TimeZone = "Etc/UTC", Admin = id == "ana" })),
            Write.Create("t", new Team("t", "T") { Lead = "ana", Members = ["ana", "ben", "cai", "dora"] }),
            Write.Create("checkout", new Service("checkout", "t")),
            .. (rotations.Length == 0 ? [Pay] : rotations).Select(rotation => Write.Create(rotation.Id, rotation)),
        ], Ct);
        return bot;
    }

    public static async Task<string> SayAsync(this Bot bot, string person, string text, DateTimeZone zone) =>
        Written.Of(await bot.AskAsync(person, text), zone);

    public static Task<string> SayInUtcAsync(this Bot bot, string person, string text) => bot.SayAsync(person, text, DateTimeZone.Utc);

    /// <summary>The newest request for cover.</summary>
    public static async Task<Stored<CoverRequest>> RequestAsync(this Bot bot) =>
        (await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).MaxBy(request => request.Value.AskedAt)!;

    public static async Task<IReadOnlyList<ShiftChange>> ChangesAsync(this Bot bot, string rotation = "pay") =>
        (await bot.Store.FindAsync<RotationChanges>(rotation, Ct))?.Value.Changes ?? [];
}
