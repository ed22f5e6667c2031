using Watchbill.Paging;

namespace Watchbill.Reading;

/// <summary>How people speak of the levels that a page turns to, and of those it calls.</summary>
public static class PageWords
{
    /// <summary>Whom a step called and as what: <c>Ana Silva (secondary), Cai Wen (had it)</c>.</summary>
    public static string Called(TakenStep step, Func<string, string> name)
    {
        var people = string.Join(", ", step.People.Except(step.Also).Select(name));
        if (people.Length > 0 && !step.To.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal))
            people += $" ({Level(step.To, name)})";
        var also = step.Also.Select(who => $"{name(who)} (had it)");
        return string.Join(", ", people.Length > 0 ? also.Prepend(people) : also);
    }

    /// <summary>A level in the middle of a sentence: <c>secondary</c>, <c>on call for platform</c>, a person by their name.</summary>
    public static string Level(string to, Func<string, string> name) =>
        to.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal)
            ? $"on call for {to[EscalationPolicy.RotationPrefix.Length..]}"
            : to.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal) ? name(to[EscalationPolicy.PersonPrefix.Length..])
            : to == EscalationPolicy.Admins ? "admin" : to;

    /// <summary>That a level has nobody.</summary>
    public static string Nobody(Page page, TakenStep step, Func<string, string> name) =>
        step.To.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal) ? $"{Level(step.To, name)} is not here"
        : step.To.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal) ? $"nobody is {Level(step.To, name)}"
        : $"nobody is there as {Level(step.To, name)} of {Of(page, name)}";

    /// <summary>Whose page it is: a rotation's, a person's, else a service's.</summary>
    public static string Of(Page page, Func<string, string> name) =>
        page.Rotation ?? (page.Person is { } person ? name(person) : page.Service);
}
