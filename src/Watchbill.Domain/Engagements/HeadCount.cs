namespace Watchbill.Engagements;

/// <summary>
/// How many SREs an organisation of this size asks for: a guide to plan by, no rule.
/// Teams are those that build; SRE teams are not among them.
/// </summary>
/// <param name="Lines">Lines of business that the domains belong to.</param>
public sealed record HeadCount(int Teams, int Domains, int Lines)
{
    /// <summary>One for every eight teams or part of them: 1 + floor((teams - 1) / 8); none where there are no teams.</summary>
    public int SreTeams => Teams == 0 ? 0 : 1 + ((Teams - 1) / 8);

    /// <summary>One who works with each team.</summary>
    public int Junior => Teams;

    /// <summary>One who answers for each domain.</summary>
    public int Senior => Domains;

    /// <summary>One who leads across each line.</summary>
    public int Principal => Lines;
}
