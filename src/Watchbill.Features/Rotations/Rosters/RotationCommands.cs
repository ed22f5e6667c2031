using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Makes and changes rotations in chat, for leads. What the organisation file defines is changed there.</summary>
public sealed class RotationCommands(IStore store, RotationEdits edits, OrgChart chart, Schedules schedules) : ICommands
{
    private readonly RestWarnings rest = new(store, schedules);
    private readonly ShiftNews news = new(store);
    private readonly RosterRequirement requirement = new(store);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall",
            "create <rotation> [kind <kind>] [owner <owner>] [members <members>] [layers <layers>] [every <every>] [from <from>] [at " +
                "<at>] [zone <zone>] [coverage <coverage>] [calendar <calendar>] [requires <requires>]",
            "Make a rotation; for leads. A name alone asks for the rest", CreateAsync)
        {
            Typed = "rotation",
            FormAsync = async (call, ct) => (await AskToCreateAsync(call, ct)).Form!,
        },
        new("oncall",
            "edit <rotation> [owner <owner>] [members <members>] [layers <layers>] [every <every>] [from <from>] [at <at>] [zone <zone>] " +
                "[coverage <coverage>] [calendar <calendar>] [requires <requires>] [effective <when>] [insist because <insist>]",
            "Change a rotation made in chat; for leads. A name alone shows what it is", EditAsync)
        {
            FormAsync =
                async (call, ct) => (await AskToEditAsync(await chart.RotationAsync(call.Arguments.Required("rotation"), ct), ct)).Form!,
        },
        new("oncall", "retire <rotation> [because <text>]", "End a rotation made in chat; for leads", RetireAsync),
    ];

    private async Task<Answer> CreateAsync(Call call, CancellationToken ct)
    {
        var id = call.Arguments.Required("rotation");
        if (call.Arguments.Values.Count == 1)
        {
            await edits.MustBeFreeAsync(id, call.Now, ct);
            return await AskToCreateAsync(call, ct);
        }

        var typed = call.Arguments["zone"] is not null ? call.Arguments
            : new Arguments(new Dictionary<string, string>(call.Arguments.Values) { ["zone"] = await ZoneAsync(ct) });
        var wrong = new Refusals();
        await wrong.TryAsync(async token =>
        {
            await edits.MustBeFreeAsync(id, call.Now, token);
            return true;
        }, ct);
        var wanted = await wrong.TryAsync(token => edits.WantedAsync(id, null, typed, call.Now, token), ct);
        wrong.ThrowIfAny();
        var made = wanted!;
        await edits.MustLeadAsync(call.Caller, made, call.Now, ct);
        var now = call.Now.ToWholeSeconds();
        var today = now.InZone(made.ZoneAt(now)).Date;
        var details =
            made.Layers
                .Select(
                    layer =>
                        new VersionDetail($"{layer.Id}{(layer.Shadow ? " (not paged)" : "")}:", null, layer.Versions[0].Members,
                            now)
                        { People = true })
                .Append(new VersionDetail($"turns of {RosterText.Of(made.Promises[0].Turn, today)}", null, [], now))
                .Append(new VersionDetail($"coverage {RosterText.Of(made.Promises[0].Coverage)}", null, [], now)).ToList();
        return await PlanAsync(call, new Edit(null, made, "oncall create", details), [Write.Create(id, made)], ct);
    }

    private async Task<Reply> AskToCreateAsync(Call call, CancellationToken ct)
    {
        var monday = call.Now.InZone(await chart.ZoneAsync(call.Caller.Person, ct)).Date.Next(IsoDayOfWeek.Monday);
        return RotationForms.ToCreate(
            call.Arguments.Required("rotation"), await LedByAsync(call.Caller.Person, ct), await ZoneAsync(ct), monday,
            await requirement.ProgramsAsync(ct));
    }

    private async Task<Reply> AskToEditAsync(Rotation rotation, CancellationToken ct) =>
        RotationForms.ToEdit(rotation, await requirement.ProgramsAsync(ct));

    private async Task<string> ZoneAsync(CancellationToken ct) =>
        (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.TimeZone ?? "Etc/UTC";

    private async Task<Answer> EditAsync(Call call, CancellationToken ct)
    {
        var current = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        await edits.MustBeMadeHereAsync(current, call.Now, ct);
        await edits.MustLeadAsync(call.Caller, current, call.Now, ct);
        if (call.Arguments.Values.Count == 1) return await AskToEditAsync(current, ct);

        var read = (await store.FindAsync<Rotation>(current.Id, ct))!;
        var wanted = await edits.EditedAsync(read.Value, call.Arguments, call.Now.ToWholeSeconds(), ct);
        if (wanted.Rotation.Owner != current.Owner) await edits.MustLeadAsync(call.Caller, wanted.Rotation, call.Now, ct);
        var start =
            call.Arguments["when"] is { } when && !when.Equals("now", StringComparison.OrdinalIgnoreCase)
                ? TimePhrases.When(when, call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct)).At : (Instant?)null;
        var merge =
            new RotationMerge(read.Value,
                wanted with { Now = call.Arguments["when"] is not null && start is null, From = start }, call.Now);
        if (merge.TooLate)
            throw new RefusedException(
                $"'{call.Arguments["when"]}' has passed, and the past is not changed. Write a time to come, now, or leave it out to wait " +
                    $"for the end of the shift.")
            { Field = "when" };
        List<VersionDetail> details = [.. merge.Details, .. Unversioned(read.Value, merge, call.Now)];
        if (details.Count == 0) return new Reply($"{current.Id} is like that already, so nothing changes.");
        return await call.OrInsistAsync(Verbs[1], () =>
            PlanAsync(call, new Edit(read.Value, merge.Merged, "oncall edit", details), [Write.Replace(read, merge.Merged)], ct));
    }

    private async Task<Answer> RetireAsync(Call call, CancellationToken ct)
    {
        var current = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        await edits.MustBeMadeHereAsync(current, call.Now, ct);
        await edits.MustLeadAsync(call.Caller, current, call.Now, ct);
        var read = (await store.FindAsync<Rotation>(current.Id, ct))!;
        var author = new NewsAuthor(await chart.NameAsync(call.Caller.Person, ct), call.Caller.Person, call.Now);
        var retired = Write.Replace(read, read.Value with { Retired = true });
        var said = await news.OfAsync([retired], [new TouchedRotation(current.Id, current.Id, [])], author, renamed: null, ct);
        var told =
            (await chart.NamesAsync(said.Moved.Select(shift => shift.Person).Where(person => person != call.Caller.Person),
                ct)).Values.ToList();
        var because = call.Arguments["text"];
        return new Plan(EditReplies.Retiring(current, told), EditReplies.Retired(current),
        [
            retired,
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "oncall retire", $"rotation/{current.Id}",
                    call.Caller.Platform.Name) { Reason = because }),
            ChangeReplies.ToChannel(current, EditReplies.RetiredLine(current, author.Name, because), $"retire/{current.Id}", call.Now),
            .. said.Changes,
        ])
        { Act = "Retire rotation" };
    }

    // Of what has no versions, chat edits the owner and the layers. A new or removed layer has a line of its own.
    private static IEnumerable<VersionDetail> Unversioned(Rotation before, RotationMerge merge, Instant now)
    {
        var at = now.ToWholeSeconds();
        if (before.Requires != merge.Merged.Requires)
            yield return new VersionDetail("requires", [before.Requires ?? "nothing"], [merge.Merged.Requires ?? "nothing"], at);
        if (before.Owner != merge.Merged.Owner) yield return new VersionDetail("owner", [before.Owner], [merge.Merged.Owner], at);
        var (was, becomes) = (RosterText.Layers(before), RosterText.Layers(merge.Merged));
        if (was != becomes && merge.Details.Count == 0) yield return new VersionDetail("layers", [was], [becomes], at);
    }

    private async Task<Plan> PlanAsync(Call call, Edit edit, IReadOnlyList<Write> writes, CancellationToken ct)
    {
        var (before, after) = (edit.Before, edit.After);
        var author = new NewsAuthor(await chart.NameAsync(call.Caller.Person, ct), call.Caller.Person, call.Now);
        var said = await news.OfAsync(writes, [new TouchedRotation(after.Id, before?.Id, edit.Details)], author, renamed: null, ct);
        var schedule = (await new Schedules(new StoreOverlay(store, writes)).FindAsync(after.Id, ct))!;
        var insisted = await requirement.PassAsync(before, after, call.Arguments["insist"], Actor.Of(call), ct);
        var (turns, twice) = (RotationTurns.Next(schedule, call.Now), TwoLevels.Ahead(schedule, call.AskedAt));
        var names = new Dictionary<string, string>();
        var people =
            turns.Select(turn => turn.Person).OfType<string>().Concat(said.Moved.Select(shift => shift.Person))
                .Concat(said.Vacated.Select(shift => shift.Person)).Concat(twice.Select(both => both.Person))
                .Concat(edit.Details.Where(detail => detail.People).SelectMany(detail => (detail.Before ?? []).Concat(detail.After)));
        foreach (var person in people.Distinct()) names[person] = await chart.NameAsync(person, ct);
        var facts = new EditFacts(after, edit.Details, turns, names)
        {
            IsNew = before is null,
            Now = call.Now,
            Told = [.. said.Moved.Select(shift => shift.Person).Where(person => person != call.Caller.Person).Distinct()
                .Select(person => names[person])],
            Vacated = said.Vacated,
            Twice = twice,
            Load = await rest.OfEditAsync(before is null ? null : await schedules.FindAsync(before.Id, ct), schedule, call.AskedAt, ct),
        };
        var preview = EditReplies.Preview(facts);
        return new Plan(preview with { Text = Text.Lines([preview.Text, .. insisted.Notes]) }, EditReplies.Done(facts),
        [
            .. writes,
            .. insisted.Changes,
            Write.Audit(new AuditEntry(call.Now, call.Caller.Person, edit.Action, $"rotation/{after.Id}", call.Caller.Platform.Name)
            {
                // Ids, as the audit log holds no names.
                New = string.Join("; ", edit.Details.Select(detail => detail.Said(new Dictionary<string, string>()))),
            }),
            .. said.Changes,
        ])
        { Act = before is null ? "Create rotation" : "Change rotation" };
    }

    /// <summary>The first team that somebody leads: most likely the owner of what they make.</summary>
    private async Task<string?> LedByAsync(string person, CancellationToken ct) =>
        (await store.ListAsync<Team>(IdRange.All, ct)).FirstOrDefault(team => !team.Value.Retired && team.Value.Lead == person)?.Id;

    private sealed record Edit(Rotation? Before, Rotation After, string Action, IReadOnlyList<VersionDetail> Details);
}
