using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Finds the shift that somebody means: by a moment in it, or by the day or the week in which it starts.</summary>
public static class ShiftPhrase
{
    /// <summary>A time as it is said: a whole day or longer where it says one, else the second of a moment.</summary>
    public static (Instant Start, Instant End) Read(string text, string field, Instant askedAt, DateTimeZone zone, Interval? nextTurn) =>
        Read(text, field, () => TimePhrases.Period(text, askedAt, zone, nextTurn), () => TimePhrases.When(text, askedAt, zone).At);

    /// <summary>The same of what is over: what may be said of the past and of what is to come is of the past.</summary>
    public static (Instant Start, Instant End) Past(string text, string field, Instant askedAt, DateTimeZone zone) =>
        Read(text, field, () => TimePhrases.Past(text, askedAt, zone), () => PastTime.Read(field, text, askedAt, zone));

    private static (Instant Start, Instant End) Read(string text, string field, Func<SpokenSpan> readSpan, Func<Instant> readMoment)
    {
        RefusedException noSpan;
        try
        {
            var span = readSpan();
            return (span.Start, span.End);
        }
        catch (RefusedException refusal)
        {
            // Then it is a moment.
            noSpan = refusal;
        }

        try
        {
            var at = readMoment();
            return (at, at + Duration.FromSeconds(1));
        }
        catch (RefusedException noMoment)
        {
            // Neither: what is wrong is told of what was meant.
            var refusal = new PhraseWords(text).SaySpan ? noSpan : noMoment;
            throw new RefusedException(refusal.Said) { Field = field, DidYouMean = refusal.DidYouMean };
        }
    }

    /// <summary>
    /// The one shift of a person, not over yet, that starts in the span; where none does, the one
    /// that it touches. Of shifts that start together the first layer's.
    /// </summary>
    /// <param name="whose">Null: the reader's own.</param>
    /// <exception cref="RefusedException">There is none, or there are several; they are named.</exception>
    public static HeldShift Find(
        Schedule schedule, string person, string? whose, (Instant Start, Instant End) span, string field, Instant now, DateTimeZone zone)
    {
        var touching = HeldShift.Touching(schedule, person, new Interval(span.Start, span.End)).Where(held => held.End > now).ToList();
        var starting = touching.Where(held => held.Start >= span.Start).ToList();
        var meant = starting.Count > 0 ? starting : touching;
        var id = schedule.Rotation.Id;
        if (meant.Count == 0)
        {
            throw new RefusedException(whose is null
                ? $"You are not on call for {id} then. See your shifts: `when me on {id}`"
                : $"{whose} is not on call for {id} then. See their shifts: `when {person} on {id}`")
            { Field = field };
        }

        if (meant.Select(held => held.Start).Distinct().Count() == 1) return meant[0];
        var starts = meant.Take(3).Select(held => TimeWords.Of(held.Start, new Reader(zone, now)));
        throw new RefusedException(
            $"Which shift? {(whose is null ? "You have" : $"{whose} has")} {meant.Count} of {id} then. Name a moment in it; " +
                $"they start {string.Join("; ", starts)}{(meant.Count > 3 ? " …" : "")}.")
        { Field = field };
    }
}
