using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>Who sees somebody's figures: <c>Health:People</c>.</summary>
public enum HealthPeople
{
    /// <summary>They themselves, and those who lead a team of theirs.</summary>
    Lead,

    /// <summary>They alone; others see medians of teams.</summary>
    Self,

    /// <summary>Nobody: nothing is worked out, and nobody is asked about their week.</summary>
    Off,
}

/// <summary>Says who may see what of whose health.</summary>
public sealed class HealthRights(IStore store, OrgChart chart, HealthPeople people)
{
    public HealthPeople People => people;

    /// <exception cref="RefusedException">It is switched off.</exception>
    public void MustBeOn()
    {
        if (people == HealthPeople.Off)
            throw new RefusedException("Health is switched off here. An admin can set Health:People to self or lead.") { Missing = true };
    }

    /// <summary>Those who see a person's figures besides themselves, and are here.</summary>
    public async Task<IReadOnlyList<string>> ReadersAsync(string person, Instant now, CancellationToken ct)
    {
        if (people != HealthPeople.Lead) return [];
        var readers = new List<string>();
        foreach (var team in (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value))
        {
            if (!team.Retired && team.Members.Contains(person)) readers.AddRange(await chart.Leads.OfTeamAsync(team.Id, now, ct));
        }

        return [.. readers.Where(reader => reader != person).Distinct()];
    }

    /// <exception cref="RefusedException">The figures are of somebody whom the caller does not lead.</exception>
    public async Task MustSeeAsync(Caller caller, Person person, Instant now, CancellationToken ct)
    {
        MustBeOn();
        if (caller.Person == person.Id || (await ReadersAsync(person.Id, now, ct)).Contains(caller.Person)
            || people == HealthPeople.Lead && await chart.IsAdminAsync(caller, now, ct)) return;
        throw new RefusedException(people == HealthPeople.Self
            ? "Everybody sees their own alone here. For yours: `health`"
            : (Chat.Text)$"Only {Chat.People.Named(person)} and their leads see that. For yours: `health`")
        { Forbidden = true };
    }

    /// <summary>Whether somebody sees the figures of a team's members one by one; members see medians.</summary>
    /// <exception cref="RefusedException">They are not of the team at all.</exception>
    public async Task<bool> SeesMembersAsync(Caller caller, Team team, Instant now, CancellationToken ct)
    {
        MustBeOn();
        var leads = (await chart.Leads.OfTeamAsync(team.Id, now, ct)).Contains(caller.Person) || await chart.IsAdminAsync(caller, now, ct);
        if (!leads && !team.Members.Contains(caller.Person))
            throw new RefusedException($"Only {team.Name} sees that, and who leads it. For yours: `health`") { Forbidden = true };
        return leads && people == HealthPeople.Lead;
    }
}
