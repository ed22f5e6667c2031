using Microsoft.Extensions.Options;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Registers the organisation file and its start.</summary>
internal static class OrganizationFileRegistration
{
    public static IServiceCollection AddOrganizationFile(this IServiceCollection services)
    {
        services.AddOptions<OrganizationOptions>().BindConfiguration("Organization").ValidateOnStart();
        return services
            .AddSingleton<OrganizationFile>()
            .AddSingleton(Source)
            .AddSingleton<NextStartCheck>()
            .AddHostedService<ApplyOrganizationAtStart>()
            .AddSingleton<ReadFileText>((name, bytes, now) => FileReader.Read(name, bytes, folder: null, now.InUtc().Date));
    }

    private static OrganizationSource Source(IServiceProvider services)
    {
        var environment = services.GetRequiredService<IHostEnvironment>();
        return services.GetRequiredService<IOptions<OrganizationOptions>>().Value.File is { Length: > 0 } file
            ? new OrganizationSource(Path.GetFullPath(Path.Combine(environment.ContentRootPath, file)), Sample: false)
            : new OrganizationSource(null, environment.IsDevelopment());
    }
}
