namespace Watchbill.Engagements;

/// <summary>What an engagement's history says about one person.</summary>
public static class PersonalHistory
{
    /// <summary>The part that a person decided, proposed or signed; null: nothing.</summary>
    public static EngagementHistory? Of(this EngagementHistory history, string person)
    {
        var own = history with
        {
            Changes = [.. history.Changes.Where(change => change.DecidedBy == person)],
            Handbacks = [.. history.Handbacks.Where(handback => handback.ProposedBy == person || handback.DecidedBy == person)],
            Review = history.Review is { } review && (review.StartedBy == person || review.Items.Any(item => item.SignedBy == person))
                ? review with { Items = [.. review.Items.Where(item => item.SignedBy == person)] } : null,
            FileSaid = null,
        };
        return own.Changes.Count + own.Handbacks.Count == 0 && own.Review is null ? null : own;
    }

    /// <summary>The history without what a person wrote in their own words; null: there is nothing of that.</summary>
    public static EngagementHistory? Without(this EngagementHistory history, string person)
    {
        var wrote = history.Changes.Any(change => change.DecidedBy == person && change.Reason is not null)
            || history.Handbacks.Any(
                handback =>
                    (handback.ProposedBy == person && handback.Reason is not null)
                        || (handback.DecidedBy == person && handback.Answer is not null))
            || history.Review?.Items.Any(item => item.SignedBy == person && item.Note is not null) is true;
        return !wrote ? null : history with
        {
            Changes = [.. history.Changes.Select(change => change.DecidedBy == person ? change with { Reason = null } : change)],
            Handbacks =
            [
                .. history.Handbacks.Select(handback => handback with
                {
                    Reason = handback.ProposedBy == person ? null : handback.Reason,
                    Answer = handback.DecidedBy == person ? null : handback.Answer,
                }),
            ],
            Review =
                history.Review is not { } review
                    ? null
                    : review with { Items = [.. review.Items.Select(item => item.SignedBy == person ? item with { Note = null } : item)] },
        };
    }
}
