using Watchbill.Organization;

namespace Watchbill.Engagements;

/// <summary>Engagements under the new ids of people, teams and services.</summary>
public static class EngagementRenames
{
    public static Engagement Renamed(this Engagement engagement, Renames renames) => engagement with
    {
        By = renames.Team(engagement.By),
        Sres = [.. engagement.Sres.Select(id => renames.Person(id))],
    };

    public static EngagementHistory Renamed(this EngagementHistory history, Renames renames) => history with
    {
        Service = renames.Service(history.Service),
        Changes =
        [
            .. history.Changes.Select(change => change with
            {
                Before = change.Before.Renamed(renames),
                After = change.After.Renamed(renames),
                DecidedBy = renames.Person(change.DecidedBy),
            }),
        ],
        Handbacks =
        [
            .. history.Handbacks.Select(handback => handback with
            {
                Before = handback.Before.Renamed(renames),
                After = handback.After.Renamed(renames),
                ProposedBy = renames.Person(handback.ProposedBy),
                DecidedBy = renames.Person(handback.DecidedBy),
            }),
        ],
        Review = history.Review is not { } review ? null : review with
        {
            By = renames.Team(review.By),
            StartedBy = renames.Person(review.StartedBy),
            Items = [.. review.Items.Select(item => item with { SignedBy = renames.Person(item.SignedBy) })],
        },
    };
}
