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
            var back =
                swap.From is null
                    ? "" : $"\nIn return {Name(swap.Giver)} takes yours (primary) " +
                        $"from {Local(swap.Rotation, swap.From)} to {Local(swap.Rotation, swap.To!)}.";
            // Each of the shifts that are given begins before the one in return: there the offer ends.
            yield return Line(offered, "change", $"person:{swap.Taker}",
                $"{Name(swap.Giver)} asks you to take their shift " +
                $"of {swap.Rotation} (primary) from {Local(swap.Rotation, swap.Start)} to {Local(swap.Rotation, swap.End)}.{back}\n"
                    + $"Nothing changes before you accept; the offer ends {Local(swap.Rotation, swap.Start)}.");
            var renamed = swap == S9 ? swap with { Rotation = "americas" } : swap;
            yield return Line(accepted, "change", $"team:{Now(swap.Rotation)}", $"Swap in {renamed.Rotation}: {Trades(renamed)}");
            yield return Line(accepted, "change", $"person:{swap.Giver}", $"{Name(swap.Taker)} accepted the swap. {Trades(renamed)}");
        }

        // C1: asked are the three who have nothing on that Saturday.
        foreach (var person in new[] { "fay", "gus", "hal" })
            yield return Wanted("2026-09-18T12:00:00Z", person, "change", "", "newyork", "Eli", "2026-09-19T13:00:00Z",
                "2026-09-20T01:00:00Z");
        foreach (var to in new[] { "team:americas", "person:eli" }) yield return Line("2026-09-18T12:30:00Z", "change", to, Covers(C1));

        // C3 and C4: the leaver is not told, and after the first part the rest is still open.
        yield return Line("2026-10-14T14:00:00Z", "change", "team:americas",
            $"{Covers(C3)} Still open: Thu 26 Nov 2026 09:00 to Mon 30 Nov 2026 09:00.");
        yield return Line("2026-10-14T15:00:00Z", "change", "team:americas", Covers(C4));

        // C2: asked on the 27th at 00:00Z for the 28th at 21:00Z. Half of 45 hours is
        // 22:30Z, a day ahead is 21:00Z: two reminders of what jack left.
        string[] asked = ["ivy", "jack", "kim", "mia"];
        foreach (var person in asked)
            yield return Wanted("2026-10-27T00:00:00Z", person, "change", "", "sydney", "Leo", "2026-10-28T21:00:00Z",
                "2026-10-29T09:00:00Z");
        foreach (var to in new[] { "team:sydney", "person:leo" })
            yield return Line("2026-10-27T01:00:00Z", "change", to,
                $"{Covers(C2)} Still open: Thu 29 Oct 2026 14:00 to Thu 29 Oct 2026 20:00.");
        foreach (var person in asked)
        {
            yield return Wanted("2026-10-27T21:00:00Z", person, "reminder", "Still open: ", "sydney", "Leo", "2026-10-29T03:00:00Z",
                "2026-10-29T09:00:00Z");
            yield return Wanted("2026-10-27T22:30:00Z", person, "reminder", "Still open: ", "sydney", "Leo", "2026-10-29T03:00:00Z",
                "2026-10-29T09:00:00Z");
        }

        // Twelve hours before it begins the lead hears it; at its end leo does.
        yield return Line("2026-10-28T09:00:00Z", "escalation", "person:ivy",
            "Nobody has taken sydney (primary) for Leo yet: Thu 29 Oct 2026 14:00 to Thu 29 Oct 2026 20:00.\nPut somebody in with: " +
                "override sydney <person> <span>");
        yield return Line("2026-10-29T09:00:00Z", "change", "person:leo",
            "The request to cover sydney (primary) from Thu 29 Oct 2026 08:00 to Thu 29 Oct 2026 20:00 has expired; not all of it was " +
                "taken.");

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
                yield return Line(accepted, "change", $"person:{person}", $"token:root recorded a swap. {Trades(renamed)}");
        }

        foreach (var (part, at) in new[] { (C1, "2026-09-18T12:30:00Z"), (C3, "2026-10-14T14:00:00Z"), (C4, "2026-10-14T15:00:00Z"),
            (C2, "2026-10-27T01:00:00Z") })
        {
            foreach (var to in new[] { $"team:{Now(part.Rotation)}", $"person:{part.Holder}" })
                yield return Line(at, "change", to, Covers(part));
            yield return Line(at, "change", $"person:{part.Taker}", $"Done. {Covers(part)}");
        }

        // The request for gus's first week closes by itself once nothing of it is vacant.
        foreach (var person in new[] { "eli", "fay", "hal" })
            yield return Line("2026-10-14T15:00:00Z", "change", $"person:{person}",
                "Nobody needs to cover newyork (primary) from Mon 23 Nov 2026 09:00 to Mon 30 Nov 2026 09:00 any more: that time is not " +
                    "vacant now.");

        foreach (var line in Overridden("token:root")) yield return line;
        yield return Line("2026-11-10T08:00:00Z", "change", "person:ana",
            "token:root put Bea on call for lisbon (primary) in your place from Wed 11 Nov 2026 09:00 to Wed 11 Nov 2026 18:00, because " +
                "of a training.");
        yield return Line("2026-11-10T10:00:00Z", "change", "person:ana",
            "token:root put Caio on call for lisbon (primary) in your place from Thu 12 Nov 2026 09:00 to Thu 12 Nov 2026 12:00, because " +
                "of a training.");
    }

    // O1 replaces ana; O2 replaces bea on Wednesday afternoon and ana on Thursday morning.
    private static IEnumerable<string> Overridden(string author)
    {
        yield return Line("2026-11-10T08:00:00Z", "change", "team:lisbon",
            $"{author} put Bea on call for lisbon (primary) instead of Ana from Wed 11 Nov 2026 09:00 to Wed 11 Nov 2026 18:00, because " +
                $"of a training.");
        yield return Line("2026-11-10T08:00:00Z", "change", "person:bea",
            $"{author} put you on call for lisbon (primary) from Wed 11 Nov 2026 09:00 to Wed 11 Nov 2026 18:00, because of a training.");
        yield return Line("2026-11-10T10:00:00Z", "change", "team:lisbon",
            $"{author} put Caio on call for lisbon (primary) instead of Bea, Ana from Wed 11 Nov 2026 14:00 to Thu 12 Nov 2026 12:00, " +
                $"because of a training.");
        yield return Line("2026-11-10T10:00:00Z", "change", "person:caio",
            $"{author} put you on call for lisbon (primary) from Wed 11 Nov 2026 14:00 to Thu 12 Nov 2026 12:00, because of a training.");
        yield return Line("2026-11-10T10:00:00Z", "change", "person:bea",
            $"{author} put Caio on call for lisbon (primary) in your place from Wed 11 Nov 2026 14:00 to Wed 11 Nov 2026 18:00, because " +
                $"of a training.");
    }

    private static string Trades(Swap swap) =>
        Trade(swap, swap.Taker, swap.Giver, swap.Start, swap.End) +
            (swap.From is null ? "" : " " + Trade(swap, swap.Giver, swap.Taker, swap.From, swap.To!));

    private static string Trade(Swap swap, string to, string from, string start, string end) =>
        $"{Name(to)} takes {swap.Rotation} (primary) from {Name(from)}, {Local(swap.Rotation, start)} to {Local(swap.Rotation, end)}.";

    private static string Covers(Part part) =>
        $"{Name(part.Taker)} covers {part.Rotation} (primary) for {Name(part.Holder)} "
            + $"from {Local(part.Rotation, part.Start)} to {Local(part.Rotation, part.End)}.";

    private static string Wanted(
        string at, string person, string kind, string opening, string rotation, string holder, string start, string end) =>
            Line(at, kind, $"person:{person}",
            $"{opening}Who takes {rotation} (primary) instead " +
                $"of {holder}, from {Local(rotation, start)} to {Local(rotation, end)}? The first who takes it has it; a part helps, too.");
}
