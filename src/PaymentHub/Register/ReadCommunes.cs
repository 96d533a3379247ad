using NodaTime;
using NodaTime.Text;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>
/// A commune in force with what the law says of its area on a day (border, island, ethnic minority, …).
/// </summary>
public sealed record CommuneView(string Code, string Name, string Kind, IReadOnlyList<string> Areas);

/// <summary>The communes of the province.</summary>
public sealed record CommuneList(IReadOnlyList<CommuneView> Items);

/// <summary>The communes in force and the attributes of their areas, which programmes and reports use.</summary>
public sealed class ReadCommunes : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/communes", List)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<CommuneList>("ListCommunes");

    /// <summary>
    /// The communes in force with the attributes of their areas on a day (yyyy-MM-dd), by default today.
    /// </summary>
    /// <remarks>Danh mục xã, phường, đặc khu và đặc điểm địa bàn.</remarks>
    public static IResult List(string? day, ReferenceData reference, IClock clock)
    {
        var on = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        if (!string.IsNullOrEmpty(day))
        {
            var parsed = LocalDatePattern.Iso.Parse(day);
            if (!parsed.Success)
                return Problems.BadRequest("day-invalid", "Ngày viết theo dạng yyyy-MM-dd.", "The day is yyyy-MM-dd.");
            on = parsed.Value;
        }

        return Results.Ok(new CommuneList(
        [
            .. reference.Communes.Values.OrderBy(c => c.Code, StringComparer.Ordinal)
                .Select(c => new CommuneView(c.Code, c.Name, c.Kind, [.. reference.AreasOf(c.Code, on)])),
        ]));
    }
}
