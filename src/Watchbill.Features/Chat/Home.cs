using NodaTime;
namespace Watchbill.Chat;

/// <summary>Where on a person's home something stands, in this order.</summary>
public enum HomePlace
{
    Pages,
    Now,
    Incidents,
    Shifts,
    Waiting,
    Budgets,
    Training,
    Pay,
}

/// <summary>A slice's contribution to home pages; null: nothing to show. Several may share a place.</summary>
public sealed record HomePart(HomePlace Place, Func<Call, CancellationToken, Task<Reply?>> RunAsync);

/// <summary>A section of a home page: a title and the replies under it, with their buttons.</summary>
public sealed record HomeSection(string Title, IReadOnlyList<Reply> Replies);

/// <summary>The sections of somebody's home page.</summary>
/// <param name="Reader">Null: nobody whom the organisation knows.</param>
/// <param name="Accounts">The accounts of the people whom it names, by person.</param>
/// <param name="At">When it was written.</param>
public sealed record HomePage(
    IReadOnlyList<HomeSection> Sections, AccountHolder? Reader, IReadOnlyDictionary<string, string> Accounts, Instant At);

/// <summary>A person's home page, on platforms that have one.</summary>
internal static class Home
{
    public static async Task<IReadOnlyList<HomeSection>> OfAsync(IReadOnlyList<HomePart> parts, Call call, CancellationToken ct)
    {
        var sections = new List<HomeSection>();
        foreach (var place in Enum.GetValues<HomePlace>())
        {
            var replies = new List<Reply>();
            foreach (var part in parts.Where(part => part.Place == place))
            {
                if (await ShownAsync(part, call, ct) is { } reply) replies.Add(reply);
            }

            if (replies.Count == 0 && place == HomePlace.Waiting) replies.Add(new Reply(Text.Bold("Nothing waits for you.")));
            if (replies.Count > 0) sections.Add(new HomeSection(Title(place), replies));
        }

        return sections;
    }

    // A part that cannot answer says why; the others are shown all the same.
    private static async Task<Reply?> ShownAsync(HomePart part, Call call, CancellationToken ct)
    {
        try
        {
            return await part.RunAsync(call, ct);
        }
        catch (RefusedException refusal)
        {
            return new Reply(refusal.Said);
        }
    }

    private static string Title(HomePlace place) => place switch
    {
        HomePlace.Pages => "Your open pages",
        HomePlace.Now => "On call now",
        HomePlace.Incidents => "Open incidents",
        HomePlace.Shifts => "Your next shifts",
        HomePlace.Waiting => "Waiting for you",
        HomePlace.Budgets => "Budgets in trouble",
        HomePlace.Training => "Training",
        _ => "Pay",
    };
}
