using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>Who decides about a service's budgets: the lead of its team, the lead of the team's domain, and admins.</summary>
internal static class ServiceLeads
{
    /// <exception cref="RefusedException">The caller is none of them; they are named.</exception>
    public static async Task MustLeadAsync(OrgChart chart, Caller caller, Service service, string act, Instant now, CancellationToken ct)
    {
        var leads = await chart.Leads.OfTeamAsync(service.Team, now, ct);
        if (leads.Contains(caller.Person) || await chart.IsAdminAsync(caller, now, ct)) return;
        var names = (await chart.NamesAsync(leads, ct)).Values;
        throw new RefusedException(
            $"Only a lead of {service.Team} may {act}. Ask {(names.Any() ? string.Join(" or ", names) : "an admin")}.")
        {
            Forbidden = true,
        };
    }
}
