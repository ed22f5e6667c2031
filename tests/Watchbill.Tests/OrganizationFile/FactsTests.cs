using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

public sealed class FactsTests
{
    // A field without a fact would never be seen to change. Ids do not change; retiring and renaming have lines of their own.
    [Fact]
    public void Every_field_of_what_the_file_defines_is_a_fact()
    {
        Assert.Equal(Fields<OrganizationSettings>(), Facts.Of(new OrganizationSettings("", "", "")).Count);
        Assert.Equal(Fields<Person>("Id", "Former", "Retired", "RetiredAt", "RenamedTo"),
            Facts.Of(new Person("a", "A") { TimeZone = "", Accounts = Platforms.OnSlack("U0A") }).Count);
        Assert.Equal(Fields<Domain>("Id", "Former", "Retired", "RenamedTo"), Facts.Of(new Domain("a", "A")).Count);
        Assert.Equal(Fields<Team>("Id", "Bound", "Former", "Retired", "RenamedTo"), Facts.Of(new Team("a", "A") { Lead = "" }).Count);
        Assert.Equal(Fields<Service>("Id", "Retired", "RenamedTo", "Engagement"), Facts.Of(new Service("a", "t")).Count);
        Assert.Equal(Fields<Rotation>("Id", "Retired", "RenamedTo", "Promises", "FormerPay", "InChat"),
            Facts.Of(new Rotation("a", RotationKind.Team, "t") { Layers = [], Promises = [], Groups = Platforms.OnSlack("S0A") }).Count);
    }

    [Fact]
    public void What_only_one_side_has_is_none_on_the_other()
    {
        var person = new Person("a", "A") { TimeZone = "", Accounts = Platforms.OnSlack("U0A") };
        var changed = Facts.Changed(Facts.Of(person), Facts.Of(person with { Accounts = Platforms.OnTeams("6f1c"), Admin = true }));
        Assert.Equal(["teams none → 6f1c", "admin no → yes", "slack U0A → none"],
            changed.Select(pair => $"{pair.Now.Name} {pair.Was.Value} → {pair.Now.Value}"));
    }

    private static int Fields<T>(params string[] without) =>
        typeof(T).GetProperties().Count(property => property.CanWrite && !without.Contains(property.Name));
}
