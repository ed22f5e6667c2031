using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Works out a rotation as somebody wants it, from what they typed and, for what they did not, from the
/// rotation as it is. Rights and what the organisation file manages are checked here, too.
/// </summary>
public sealed class RotationEdits(IStore store, OrgChart chart, ReadFileText read)
{
    private static readonly string[] RosterParts = ["members", "layers", "every", "from", "at", "zone", "coverage", "calendar"];

    /// <exception cref="RefusedException">The id is taken.</exception>
    public async Task MustBeFreeAsync(string id, Instant now, CancellationToken ct)
    {
        if (!Ids.IsValid(id)) throw RotationWish.Wrong("rotation", Ids.Refusal(id));
        if (await store.FindAsync<Rotation>(id, ct) is not { Value: var taken }) return;
        if (!taken.Retired)
        {
            var where = taken.InChat ? $"; change it with: `edit {id}`" : ", in " + await WhereAsync(id, now, ct);
            throw RotationWish.Wrong("rotation", $"There is a rotation '{id}' already{where}. Choose another id for a new one.");
        }

        throw RotationWish.Wrong("rotation", $"'{id}' was a rotation that is retired, and an id is never used again. Choose another one.");
    }

    /// <exception cref="RefusedException">The organisation file defines it: where is said.</exception>
    public async Task MustBeMadeHereAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        if (!rotation.InChat)
            throw RotationWish.Wrong("rotation",
                $"{rotation.Id} is defined in {await WhereAsync(rotation.Id, now, ct)}. Change it there and apply the file. Overrides " +
                    $"are made here: `override {rotation.Id} <person> <span>`.");
    }

    /// <exception cref="RefusedException">The person leads neither the owner nor its domain.</exception>
    public async Task MustLeadAsync(Caller caller, Rotation rotation, Instant now, CancellationToken ct)
    {
        if (await chart.LeadsAsync(caller, rotation, now, ct)) return;
        var leads = new List<string>();
        foreach (var lead in await chart.Leads.OfAsync(rotation, now, ct)) leads.Add(await chart.NameAsync(lead, ct));
        throw new RefusedException(
            $"Only leads of {rotation.Owner} can make or change its rotations. " +
                $"Ask {(leads.Count == 0 ? "an admin" : string.Join(" or ", leads))}.")
        { Forbidden = true };
    }

    /// <summary>What an edit comes to on top of what is in force and of what is planned.</summary>
    public async Task<WantedRotation> EditedAsync(Rotation current, Arguments typed, Instant now, CancellationToken ct)
    {
        var wanted = await WantedAsync(current.Id, current, typed, Instant.MaxValue, ct);
        var named = RosterParts.Where(part => typed[part] is not null).ToList();
        var changed = new Dictionary<string, string>();
        // A form names every part.
        foreach (var part in named)
        {
            var one = new Dictionary<string, string> { [part] = typed[part]! };
            if (!IsAsPlanned(current, await WantedAsync(current.Id, current, new Arguments(one), Instant.MaxValue, ct)))
                changed.Add(part, one[part]);
        }

        // What is planned may be what is wanted, at another time.
        if (named.Count > 0 && changed.Count == 0) return new WantedRotation(wanted);
        var planned = new List<(Instant, Rotation)>();
        var starts = current.Promises.Select(promise => promise.From)
            .Concat(current.Layers.SelectMany(layer => layer.Versions).Select(version => version.From)).OfType<Instant>();
        foreach (var at in starts.Where(from => from > now).Append(now).Distinct().Order())
            planned.Add((at, await WantedAsync(current.Id, current, new Arguments(changed), at, ct)));
        return new WantedRotation(wanted) { Planned = planned };
    }

    private static bool IsAsPlanned(Rotation current, Rotation wanted) =>
        NewLayerVersion.Same(current.CoverageAt(Instant.MaxValue), wanted.Promises[0])
            && RosterText.Layers(current) == RosterText.Layers(wanted)
            && wanted.Layers.All(layer => current.Layers.First(one => one.Id == layer.Id).MembersAt(Instant.MaxValue)
                .SequenceEqual(layer.MembersAt(Instant.MaxValue)));

    /// <summary>The rotation with one version of everything.</summary>
    /// <param name="current">Null: a new one.</param>
    /// <param name="at">The instant as of which the parts are taken that were not typed.</param>
    public async Task<Rotation> WantedAsync(string id, Rotation? current, Arguments typed, Instant at, CancellationToken ct)
    {
        var wrong = new Refusals();
        var kind = wrong.Try(() => typed["kind"] is { } word ? RotationWish.Kind(word) : current?.Kind ?? RotationKind.Team);
        var owner = await wrong.TryAsync(token => OwnerAsync(kind, typed["owner"], current, token), ct) ?? "";
        var promise = current?.CoverageAt(at);
        var turn = Turn(typed, promise?.Turn, wrong);
        var coverage = await CoverageAsync(typed, promise?.Coverage ?? Coverage.Always, wrong, ct);
        var layers =
            await wrong.TryAsync(token => LayersAsync(Layers(typed, current, at), typed, (turn, coverage), token), ct) ?? [];
        var requires = typed["requires"] is { } program
            ? await wrong.TryAsync(token => new RosterRequirement(store).NamedAsync(program, token), ct) : current?.Requires;
        wrong.ThrowIfAny();
        return (current ?? new Rotation(id, kind, owner) { Layers = [], Promises = [] }) with
        {
            Owner = owner,
            Layers = layers,
            Promises = [new CoverageVersion(null, turn, coverage)],
            InChat = true,
            Requires = requires,
        };
    }

    private async Task<IReadOnlyList<Layer>> LayersAsync(
        IReadOnlyList<WishedLayer> wished, Arguments typed, (TurnRule Turn, Coverage Coverage) promise, CancellationToken ct)
    {
        var (layers, unknown, field) = (new List<Layer>(), new List<Text>(), typed["layers"] is null ? "members" : "layers");
        foreach (var layer in wished)
        {
            var members = new List<string>();
            foreach (var person in layer.Members)
            {
                try
                {
                    members.Add(await PersonAsync(person, field, ct));
                }
                catch (RefusedException refusal)
                {
                    unknown.Add(refusal.Said);
                }
            }

            if (members.GroupBy(person => person).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
                throw RotationWish.Wrong(field, $"'{twice}' is in {layer.Id} twice. Name everybody once.");
            layers.Add(new Layer(layer.Id)
            {
                Level = layer.Level,
                Shadow = layer.Shadow,
                Versions = [new LayerVersion(null, promise.Turn, promise.Coverage, members)],
            });
        }

        return unknown.Count == 0 ? layers : throw RotationWish.Wrong(field, Text.Join(" ", unknown));
    }

    private static IReadOnlyList<WishedLayer> Layers(Arguments typed, Rotation? current, Instant at)
    {
        if (typed["layers"] is { } layers) return RotationWish.Layers(layers);
        // Without a layer named, people are those of the first one.
        var known = (current?.LayersAt(at) ?? [])
            .Select(layer => new WishedLayer(layer.Id, layer.Level, layer.Shadow, layer.MembersAt(at))).ToList();
        if (typed["members"] is not { } members)
            return known.Count > 0 ? known : throw RotationWish.Wrong("members", "Who takes turns? Write members: ana, ben, cai.");
        var first = known.FirstOrDefault(layer => !layer.Shadow) ?? new WishedLayer("primary", "primary", false, []);
        return [first with { Members = RotationWish.People(members) }, .. known.Where(layer => layer.Id != first.Id)];
    }

    private static TurnRule Turn(Arguments typed, TurnRule? current, Refusals wrong)
    {
        var (count, unit) = wrong.Try(() => typed["every"] is null && current is not null ? (current.Count, current.Unit)
            : RotationWish.Every(typed["every"] ?? "1 week"));
        var date = wrong.Try(() => typed["from"] is { } day ? RotationWish.From(day) : current?.Anchor.Date
            ?? throw RotationWish.Wrong("from", "On which day does the first turn start? Write it as 2027-01-04."));
        var at = wrong.Try(() => typed["at"] is { } time ? RotationWish.At(time) : current?.Anchor.TimeOfDay ?? new LocalTime(9, 0));
        var zone = wrong.Try(() => typed["zone"] is { } named ? RotationWish.Zone(named) : current?.TimeZone
            ?? throw RotationWish.Wrong("zone", "In which time zone? Write a name such as Europe/Lisbon."));
        return new TurnRule(zone ?? "Etc/UTC", date + at, count, unit);
    }

    private async Task<Coverage> CoverageAsync(Arguments typed, Coverage current, Refusals wrong, CancellationToken ct)
    {
        var windows = wrong.Try(() => typed["coverage"] is { } text ? RotationWish.Windows(text) : current.Windows) ?? [];
        var calendar = await wrong.TryAsync(token => CalendarAsync(typed["calendar"], current.HolidaysOff, token), ct);
        return windows.SequenceEqual(current.Windows) && calendar == current.HolidaysOff ? current : new Coverage
        {
            Windows = windows,
            HolidaysOff = calendar,
        };
    }

    private async Task<string?> CalendarAsync(string? typed, string? current, CancellationToken ct)
    {
        if (typed is null or "none") return typed is null ? current : null;
        if (await store.FindAsync<HolidayCalendar>(typed, ct) is { Value.Retired: false }) return typed;
        var known =
            (await store.ListAsync<HolidayCalendar>(IdRange.All, ct)).Where(stored => !stored.Value.Retired).Select(stored => stored.Id)
                .ToList();
        throw RotationWish.Wrong("calendar",
            $"No holiday calendar `{typed}`.{Nearest.Suggest(typed, known, "The organisation file has none.", '`')} Write none to " +
                $"cover holidays.");
    }

    private async Task<string> OwnerAsync(RotationKind kind, string? named, Rotation? current, CancellationToken ct)
    {
        if (named is null)
            return current?.Owner
                ?? throw RotationWish.Wrong("owner", "Who owns it? Write the id of its team, or of its domain for domain and triage.");
        if (kind == RotationKind.Team) return (await InFieldAsync("owner", token => chart.TeamAsync(named, token), ct)).Id;
        if (await store.FindAsync<Domain>(named, ct) is { Value.Retired: false }) return named;
        var known =
            (await store.ListAsync<Domain>(IdRange.All, ct)).Where(stored => !stored.Value.Retired).Select(stored => stored.Id).ToList();
        throw RotationWish.Wrong("owner",
            $"No domain `{named}`.{Nearest.Suggest(named, known, "The organisation file has none.", '`')}");
    }

    private async Task<string> PersonAsync(string named, string field, CancellationToken ct) =>
        (await InFieldAsync(field, token => chart.PersonAsync(named, token), ct)).Id;

    // The same refusal, beside the field that it is about.
    private static async Task<T> InFieldAsync<T>(string field, Func<CancellationToken, Task<T>> findAsync, CancellationToken ct)
    {
        try
        {
            return await findAsync(ct);
        }
        catch (RefusedException refusal)
        {
            throw RotationWish.Wrong(field, refusal.Said);
        }
    }

    private async Task<string> WhereAsync(string id, Instant now, CancellationToken ct)
    {
        if ((await store.FindAsync<AppliedFile>(AppliedFile.DocumentId, ct))?.Value is not { } file)
            return $"the organisation file, under rotations.{id}";
        var line =
            read(file.Name, file.Text, now).Root["rotations"]?.Items
                .FirstOrDefault(item => item["id"]?.Text == id)?.Line;
        // Sent over the API it has no name of its own.
        return $"{(file.Name == AppliedFile.Unnamed ? "the organisation file" : file.Name)}, under rotations.{id}"
            + (line is null ? "" : FormattableString.Invariant($" (line {line})"));
    }
}
