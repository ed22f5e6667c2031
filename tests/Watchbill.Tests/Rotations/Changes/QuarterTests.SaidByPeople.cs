namespace Watchbill.Rotations;

/// <summary>What people's decisions have said: in chat those who are asked are asked; over the API they have agreed already.</summary>
public sealed partial class QuarterTests
{
    private static (Swap Swap, string Offered, string Accepted)[] Swapped =>
    [
        (S1, "2026-09-16T10:00:00Z", "2026-09-16T11:00:00Z"),
        (S2, "2026-09-17T14:00:00Z", "2026-09-17T15:00:00Z"),
        (S3, "2026-09-22T01:00:00Z", "2026-09-22T02:00:00Z"),
        (S4, "2026-10-20T06:00:00Z", "2026-10-20T07:00:00Z"),
        (S5, "2026-10-21T14:00:00Z", "2026-10-21T15:00:00Z"),
        (S6, "2026-11-04T10:00:00Z", "2026-11-04T11:00:00Z"),
        (S7, "2026-11-05T00:00:00Z", "2026-11-05T01:00:00Z"),
        (S8, "2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"),
        (S9, "2026-11-17T20:00:00Z", "2026-11-19T15:00:00Z"),
    ];

    private static IEnumerable<string> InChat()
    {
        foreach (var (swap, offered, accepted) in Swapped)
        {
            var back = swap.From is null ? "."
                : $", {Name(swap.Giver)} takes {swap.Rotation}, {Span(swap.Rotation, swap.From, swap.To!)}.";
            var asks = swap.From is null ? "asks you to take a shift" : "offers you a swap";
            // Each of the shifts that are given begins before the one in return: there the offer ends.
            yield return Line(offered, "change", $"person:{swap.Taker}",
                $"{Name(swap.Giver)} {asks}: you take {swap.Rotation}, {Span(swap.Rotation, swap.Start, swap.End)}{back}\n"
                    + $"Answer by {Local(swap.Rotation, swap.Start)}.");
            var renamed = swap == S9 ? swap with { Rotation = "americas" } : swap;
            yield return Line(accepted, "change", $"team:{Now(swap.Rotation)}", $"Swap in {renamed.Rotation}: {Trades(renamed)}");
            yield return Line(accepted, "change", $"person:{swap.Giver}",
                $"{Name(swap.Taker)} accepted your swap. {Trades(renamed, swap.Giver)}");
        }

        // C1: asked are the three who have nothing on that Saturday.
        foreach (var person in new[] { "fay", "gus", "hal" })
            yield return Wanted("2026-09-18T12:00:00Z", person, "change", "C", "newyork", "Eli", "2026-09-19T13:00:00Z",
                "2026-09-20T01:00:00Z");
        foreach (var to in new[] { "team:americas", "person:eli" }) yield return Line("2026-09-18T12:30:00Z", "change", to, Covers(C1, to));

        // C3 and C4: the leaver is not told, and after the first part the rest is still open.
        yield return Line("2026-10-14T14:00:00Z", "change", "team:americas",
            $"{Covers(C3)} Still uncovered: Thu 26 Nov 2026 09:00 - Mon 30 Nov 2026 09:00.");
        yield return Line("2026-10-14T15:00:00Z", "change", "team:americas", Covers(C4));

        // C2: asked on the 27th at 00:00Z for the 28th at 21:00Z. Half of 45 hours is
        // 22:30Z, a day ahead is 21:00Z: two reminders of what jack left.
        string[] asked = ["ivy", "jack", "kim", "mia"];
        foreach (var person in asked)
            yield return Wanted("2026-10-27T00:00:00Z", person, "change", "C", "sydney", "Leo", "2026-10-28T21:00:00Z",
                "2026-10-29T09:00:00Z");
        foreach (var to in new[] { "team:sydney", "person:leo" })
            yield return Line("2026-10-27T01:00:00Z", "change", to,
                $"{Covers(C2, to)} Still uncovered: Thu 29 Oct 2026 14-20.");
        foreach (var person in asked)
        {
            yield return Wanted("2026-10-27T21:00:00Z", person, "reminder", "Still uncovered: c", "sydney", "Leo", "2026-10-29T03:00:00Z",
                "2026-10-29T09:00:00Z");
            yield return Wanted("2026-10-27T22:30:00Z", person, "reminder", "Still uncovered: c", "sydney", "Leo", "2026-10-29T03:00:00Z",
                "2026-10-29T09:00:00Z");
        }

        // Twelve hours before it begins the lead hears it; at its end leo does.
        yield return Line("2026-10-28T09:00:00Z", "escalation", "person:ivy",
            "Nobody covers for Leo yet: sydney, Thu 29 Oct 2026 14-20.\nPut somebody on call: `override sydney <person> <span>`");
        yield return Line("2026-10-29T09:00:00Z", "change", "person:leo",
            "Only partly covered: sydney, Thu 29 Oct 2026 8-20. The request has expired.");

        // Ana overrides her own week, so she need not be told.
        foreach (var line in Overridden("Ana")) yield return line;
    }

    private static IEnumerable<string> OverTheApi()
    {
        foreach (var (swap, _, accepted) in Swapped)
        {
            var renamed = swap == S9 ? swap with { Rotation = "americas" } : swap;
            yield return Line(accepted, "change", $"team:{Now(swap.Rotation)}", $"Swap in {renamed.Rotation}: {Trades(renamed)}");
            foreach (var person in new[] { swap.Giver, swap.Taker })
                yield return Line(accepted, "change", $"person:{person}", $"token:root recorded a swap. {Trades(renamed, person)}");
        }

        foreach (var (part, at) in new[] { (C1, "2026-09-18T12:30:00Z"), (C3, "2026-10-14T14:00:00Z"), (C4, "2026-10-14T15:00:00Z"),
            (C2, "2026-10-27T01:00:00Z") })
        {
            foreach (var to in new[] { $"team:{Now(part.Rotation)}", $"person:{part.Holder}" })
                yield return Line(at, "change", to, Covers(part, to));
            yield return Line(at, "change", $"person:{part.Taker}", Covers(part, $"person:{part.Taker}"));
        }

        // The request for gus's first week closes by itself once nothing of it is vacant.
        foreach (var person in new[] { "eli", "fay", "hal" })
            yield return Line("2026-10-14T15:00:00Z", "change", $"person:{person}",
                "Cover no longer needed: newyork, Mon 23 Nov 2026 09:00 - Mon 30 Nov 2026 09:00. Somebody is on call then.");

        foreach (var line in Overridden("token:root")) yield return line;
        yield return Line("2026-11-10T08:00:00Z", "change", "person:ana",
            "Bea is on call instead of you: lisbon, Wed 11 Nov 2026 9-18. By token:root: a training.");
        yield return Line("2026-11-10T10:00:00Z", "change", "person:ana",
            "Caio is on call instead of you: lisbon, Thu 12 Nov 2026 9-12. By token:root: a training.");
    }

    // O1 replaces ana; O2 replaces bea on Wednesday afternoon and ana on Thursday morning.
    private static IEnumerable<string> Overridden(string author)
    {
        yield return Line("2026-11-10T08:00:00Z", "change", "team:lisbon",
            $"Bea is on call for lisbon, instead of Ana, Wed 11 Nov 2026 9-18. By {author}: a training.");
        yield return Line("2026-11-10T08:00:00Z", "change", "person:bea",
            $"You are on call for lisbon, Wed 11 Nov 2026 9-18. By {author}: a training.");
        yield return Line("2026-11-10T10:00:00Z", "change", "team:lisbon",
            $"Caio is on call for lisbon, instead of Bea and Ana, Wed 11 Nov 2026 14:00 - Thu 12 Nov 2026 12:00. By {author}: a training.");
        yield return Line("2026-11-10T10:00:00Z", "change", "person:caio",
            $"You are on call for lisbon, Wed 11 Nov 2026 14:00 - Thu 12 Nov 2026 12:00. By {author}: a training.");
        yield return Line("2026-11-10T10:00:00Z", "change", "person:bea",
            $"Caio is on call instead of you: lisbon, Wed 11 Nov 2026 14-18. By {author}: a training.");
    }

    private static string Trades(Swap swap, string? reader = null) =>
        Trade(swap, swap.Taker, swap.Giver, swap.Start, swap.End, reader) +
            (swap.From is null ? "" : " " + Trade(swap, swap.Giver, swap.Taker, swap.From, swap.To!, reader));

    private static string Trade(Swap swap, string to, string from, string start, string end, string? reader) =>
        $"{(to == reader ? "You take" : $"{Name(to)} takes")} {swap.Rotation} from {(from == reader ? "you" : Name(from))}, "
            + $"{Span(swap.Rotation, start, end)}.";

    private static string Covers(Part part, string to = "") =>
        $"{(to == $"person:{part.Taker}" ? "You cover" : $"{Name(part.Taker)} covers")} for "
            + $"{(to == $"person:{part.Holder}" ? "you" : Name(part.Holder))}: "
            + $"{part.Rotation}, {Span(part.Rotation, part.Start, part.End)}.";

    private static string Wanted(
        string at, string person, string kind, string opening, string rotation, string holder, string start, string end) =>
            Line(at, kind, $"person:{person}",
            $"{opening}an you cover for {holder}? {rotation}, {Span(rotation, start, end)}. First to take it gets it. Part of it helps.");
}
