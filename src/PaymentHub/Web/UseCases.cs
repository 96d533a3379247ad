using System.Reflection;

namespace PaymentHub.Web;

/// <summary>
/// One use case, one file: what it takes, what it answers, and its work, top to bottom. The endpoint is mapped from
/// here, so deleting the file deletes the feature.
/// </summary>
public interface IUseCase
{
    /// <summary>Maps the endpoints of the use case below <c>/api</c>.</summary>
    static abstract void Map(IEndpointRouteBuilder api);
}

/// <summary>Maps every use case of the service.</summary>
public static class UseCases
{
    public static void MapUseCases(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        var map = typeof(UseCases).GetMethod(nameof(MapOne), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (var type in typeof(UseCases).Assembly.GetTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            if (type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IUseCase)))
            {
                map.MakeGenericMethod(type).Invoke(null, [api]);
            }
        }
    }

    private static void MapOne<T>(IEndpointRouteBuilder api)
        where T : IUseCase => T.Map(api);
}
