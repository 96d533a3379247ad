using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Web;

namespace PaymentHub.Storage;

/// <summary>Where the story should be.</summary>
public sealed record StoryMoment(Instant Now);

/// <summary>Moves the story's clock; outside the demo profile there is no such thing.</summary>
public sealed class SetStoryClock : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/demo/clock", HandleAsync).RequirePermission(Permissions.ClockSet).WithTags("Demo")
            .Answers("SetStoryClock", StatusCodes.Status204NoContent);

    /// <summary>Moves the clock of the demo's story; outside the demo profile it is not there.</summary>
    /// <remarks>Đặt đồng hồ của câu chuyện trình diễn.</remarks>
    public static async Task<IResult> HandleAsync(
        StoryMoment moment, HubSettings settings, HubClock clock, NpgsqlDataSource source,
        CancellationToken cancellation)
    {
        if (!settings.IsDemo) return Problems.NotFound("đồng hồ câu chuyện", "story clock");
        await clock.SetAsync(moment.Now, source, cancellation);
        return Results.NoContent();
    }
}
