using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Who is told when a file moves shifts. Friday 20 November 2026, 10:00 UTC: ben has
/// the week from the 16th, ana the one from the 23rd, and so on.
/// </summary>
public sealed class ToldTests
{
    private readonly Applying file = new();

    [Fact]
    public async Task The_first_file_tells_nobody_and_an_unchanged_one_neither()
    {
        Assert.Empty((await file.ApplyAsync(Applying.Small)).Told);
        Assert.Empty((await file.ApplyAsync(Applying.Small)).Told);
        Assert.Equal("", await SaidAsync());
    }

    [Fact]
    public async Task Those_whose_next_shift_moved_are_told_once_with_before_and_after()
    {
        await file.ApplyAsync(Applying.Small);
        // Ben's week ends on the 23rd, then comes ana as before, then ben, then cai: only
        // cai gains one, and nobody else's next shift moves.
        await file.ApplyAsync(With("[ana, ben, cai]"));
        Golden.Matches("versions/told-joiner", await SaidAsync());
    }

    [Theory]
    // Cai takes ana's place: ben's next shift, the week of the 30th, stays his.
    [InlineData("[cai, ben]", "", "ana: 2026-11-23T09:00:00Z → none; cai: none → 2026-11-23T09:00:00Z")]
    // Now: who is on call stays, then the next of the old order; cai comes where the new list has him, after both.
    [InlineData("[cai, ana, ben]", "now", "cai: none → 2026-12-07T09:00:00Z")]
    // Ben goes now: his shift ends now, and ana has it from now on.
    [InlineData("[ana]", "now", "ana: not now → now; ben: now → not now; ben: 2026-11-30T09:00:00Z → none")]
    [InlineData("[ben, ana]", "", "")]
    public async Task A_dry_run_lists_who_would_be_told(string members, string effective, string told)
    {
        await file.ApplyAsync(Applying.Small);
        var wanted = With(members);
        if (effective.Length > 0) wanted = wanted.Replace("    turn:", $"    effective: {effective}\n    turn:", StringComparison.Ordinal);
        var dry = await file.ApplyAsync(wanted, dryRun: true);
        Assert.Equal(told, string.Join("; ", dry.Told.Select(Line)));
        Assert.Equal("", await SaidAsync());
        Assert.Equal(dry.Told, (await file.ApplyAsync(wanted)).Told);
    }

    [Fact]
    public async Task Off_duty_or_away_nobody_is_told_of_a_shift_that_runs_now()
    {
        var office =
            Applying.Small.Replace("    turn:", "    coverage: {windows: [{days: Mon-Fri, from: \"09:00\", to: \"17:00\"}]}\n    turn:",
                StringComparison.Ordinal);
        // Wednesday evening, in the middle of ben's week; he is off duty until Thursday.
        file.Now = Cases.At("2026-11-18T20:00:00Z");
        await file.ApplyAsync(office);
        var told =
            (await file.ApplyAsync(
                office.Replace("[ana, ben]", "[ana]", StringComparison.Ordinal)
                    .Replace("    turn:", "    effective: now\n    turn:", StringComparison.Ordinal), dryRun: true)).Told;
        Assert.Equal(["ana: 2026-11-23T09:00:00Z → 2026-11-19T09:00:00Z", "ben: 2026-11-19T09:00:00Z → none"], told.Select(Line));

        // Thursday noon he is away; what is left of his week is Friday.
        file.Now = Cases.At("2026-11-19T12:00:00Z");
        var absence =
            new Absence("a1", Cases.At("2026-11-19T00:00:00Z"), Cases.At("2026-11-20T00:00:00Z"), Cases.At("2026-11-01T00:00:00Z"));
        await file.Store.SaveAsync([Write.Create("ben", new Absences([absence]))], TestContext.Current.CancellationToken);
        told =
            (await file.ApplyAsync(
                office.Replace("[ana, ben]", "[ana]", StringComparison.Ordinal)
                    .Replace("    turn:", "    effective: now\n    turn:", StringComparison.Ordinal), dryRun: true)).Told;
        Assert.Equal(["ana: not now → now", "ben: 2026-11-20T09:00:00Z → none"], told.Select(Line));
    }

    [Fact]
    public async Task Starts_that_are_told_are_whole_seconds()
    {
        await file.ApplyAsync(Applying.Small);
        file.Now += Duration.FromMilliseconds(678);
        var told =
            (await file.ApplyAsync(With("[ana]").Replace("    turn:", "    effective: now\n    turn:", StringComparison.Ordinal))).Told;
        Assert.Equal("2026-11-20T10:00:00Z",
            NodaTime.Text.InstantPattern.ExtendedIso.Format(told.First(moved => moved.Running && moved.After is not null).After!.Start));
    }

    [Fact]
    public async Task A_rotation_that_is_back_is_not_called_new()
    {
        await file.ApplyAsync(Applying.Small);
        await file.ApplyAsync(Applying.Small[..Applying.Small.IndexOf("rotations:", StringComparison.Ordinal)]);
        await file.ApplyAsync(With("[ana, cai]"));
        Assert.Contains(
            "The organisation file (sent by ops) brought payments back: members of primary Ana, Ben → Ana, Cai from "
                + "Mon 09:00", await SaidAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_in_many_rotations_gets_one_message_and_each_channel_its_line()
    {
        var two =
            Applying.Small +
                "\n  - {id: nights, kind: team, team: payments, turn: {every: 1 day, from: 2026-01-05, at: \"20:00\"}, layers: [{id: " +
                "primary, members: [ana, cai]}]}";
        await file.ApplyAsync(two);
        await file.ApplyAsync(
            two.Replace("[ana, ben]", "[ana, ben, dora]", StringComparison.Ordinal)
                .Replace("[ana, cai]", "[cai, dora]", StringComparison.Ordinal));
        Golden.Matches("versions/told-many", await SaidAsync());
    }

    [Fact]
    public async Task A_leaver_is_told_and_the_lead_hears_at_once_what_nobody_holds()
    {
        await file.ApplyAsync(Applying.Small);
        await file.ApplyAsync(
            Applying.Small.Replace("{id: ben, name: Ben}", "{id: ben, name: Ben, until: 2026-12-01}", StringComparison.Ordinal));
        Golden.Matches("versions/told-leaver", Regex.Replace(await SaidAsync(), "[0-9a-f]{8}", "3f2a91bc"));
    }

    [Fact]
    public async Task A_retired_rotation_takes_its_shifts_along()
    {
        await file.ApplyAsync(
            Applying.Small +
                "\n  - {id: nights, kind: team, team: payments, turn: {every: 1 day, from: 2026-01-05, at: \"20:00\"}, layers: [{id: " +
                "primary, members: [cai]}]}");
        var told = (await file.ApplyAsync(Applying.Small)).Told;
        Assert.Equal(["cai: now → not now", "cai: 2026-11-20T20:00:00Z → none"], told.Select(Line));
    }

    [Fact]
    public async Task Other_holidays_move_shifts_too()
    {
        var office =
            Applying.Small.Replace("    turn: {every: 1 week",
                "    coverage: {windows: [{days: Mon-Fri, from: \"09:00\", to: \"17:00\"}], holidays: off, calendar: PT}\n    turn: " +
                    "{every: 1 day", StringComparison.Ordinal);
        await file.ApplyAsync("holidays: {PT: [2026-12-25]}\n" + office);
        // Monday the 23rd becomes a holiday; its person loses it.
        Assert.Single((await file.ApplyAsync("holidays: {PT: [2026-11-23, 2026-12-25]}\n" + office)).Told);
    }

    [Fact]
    public async Task Only_rotations_that_changed_are_looked_at()
    {
        var many = Applying.Small + string.Concat(Enumerable.Range(0, 50).Select(i =>
            $"\n  - {{id: r{i}, kind: team, team: payments, turn: {{every: 1 week, from: 2026-01-05, at: \"09:00\"}}, layers: [{{id: " +
                $"primary, members: [cai]}}]}}"));
        await file.ApplyAsync(many);
        var counting = new CountingStore(file.Store);
        await file.ApplyAsync(many.Replace("[ana, ben]", "[ana, ben, dora]", StringComparison.Ordinal), counting);
        Assert.Single(counting.Found.Where(found => found.Kind == typeof(RotationChanges)).Select(found => found.Id).Distinct());
    }

    private static string With(string members) =>
        Applying.Small.Replace("members: [ana, ben]}", $"members: {members}}}", StringComparison.Ordinal);

    private static string Line(MovedShift moved) =>
        $"{moved.Person}: {Turn(moved.Before, moved.Running)} → {Turn(moved.After, moved.Running)}";

    private static string Turn(HeldTurn? turn, bool running) => (turn, running) switch
    {
        (null, true) => "not now",
        (null, _) => "none",
        (_, true) => "now",
        _ => turn.Start.ToString(),
    };

    private async Task<string> SaidAsync() =>
        string.Join('\n', (await file.Store.ListAsync<Delivery>(IdRange.All, TestContext.Current.CancellationToken))
            .OrderBy(delivery => delivery.Value.To.ToString(), StringComparer.Ordinal)
                .ThenBy(delivery => delivery.Value.Rotation, StringComparer.Ordinal)
            .Select(delivery => $"{delivery.Value.To}: {Bot.Told(delivery.Value.Reply)}"));

    private sealed class CountingStore(IStore store) : IStore
    {
        public List<(Type Kind, string Id)> Found { get; } = [];

        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class
        {
            Found.Add((typeof(T), id));
            return store.FindAsync<T>(id, ct);
        }

        public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
            store.ListAsync<T>(range, ct);

        public Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct) => store.SaveAsync(changes, ct);
    }
}
