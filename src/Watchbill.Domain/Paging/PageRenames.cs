using Watchbill.Organization;

namespace Watchbill.Paging;

/// <summary>Pages under the new ids of people, services and rotations.</summary>
public static class PageRenames
{
    public static Page Renamed(this Page page, Renames renames) => page with
    {
        Service = renames.Service(page.Service),
        Rotation = renames.Rotation(page.Rotation),
        Beside = [.. page.Beside.Select(id => renames.Rotation(id))],
        Person = renames.Person(page.Person),
        By = renames.Person(page.By),
        Also = [.. page.Also.Select(id => renames.Person(id))],
        Steps = [.. page.Steps.Select(step => step with { To = To(step.To, renames) })],
        Taken = [.. page.Taken.Select(step => step with
        {
            To = To(step.To, renames),
            People = [.. step.People.Select(id => renames.Person(id))],
            Also = [.. step.Also.Select(id => renames.Person(id))],
        })],
        Calls = [.. page.Calls.Select(call => call with { Person = renames.Person(call.Person) })],
        Events = [.. page.Events.Select(happened => happened with
        {
            Person = renames.Person(happened.Person),
            From = renames.Rotation(happened.From),
            To = happened.Kind == PageEventKind.Forwarded ? renames.Rotation(happened.To) : happened.To,
        })],
    };

    private static string To(string to, Renames renames) =>
        to.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal)
            ? EscalationPolicy.PersonPrefix + renames.Person(to[EscalationPolicy.PersonPrefix.Length..])
        : to.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal)
            ? EscalationPolicy.RotationPrefix + renames.Rotation(to[EscalationPolicy.RotationPrefix.Length..])
        : to;
}
