namespace Watchbill.Engagements;

/// <summary>What a change from one model to another takes.</summary>
public enum Transition
{
    /// <summary>It is that model already.</summary>
    None,
    Possible,

    /// <summary>Takes a reason and an admin.</summary>
    Unlikely,
    Refused,
}

/// <summary>The table of changes between models.</summary>
public static class Transitions
{
    /// <summary>What the change takes.</summary>
    /// <param name="from">Null: unorganized, nobody has decided anything yet.</param>
    /// <param name="to">Null: back to unorganized, which is refused to whoever has an engagement.</param>
    public static Transition Of(EngagementModel? from, EngagementModel? to) =>
        from == to ? Transition.None
        : to is null ? Transition.Refused
        : from is not null && to == EngagementModel.YouBuildOpsRun ? Transition.Unlikely
        : Transition.Possible;

    /// <summary>Whether SREs are on call for the service, so that it is entered through a review and an agreement only.</summary>
    public static bool IsWithSre(this EngagementModel model) =>
        model is EngagementModel.YouBuildSreRun or EngagementModel.YouBuildYouAndSreRun;
}
