using NodaTime;
using NodaTime.Text;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>
/// An attribute of a commune's area (ISLAND, REMOTE, BORDER, EXTREMELY_DIFFICULT, ETHNIC_MINORITY) with its first and
/// last day. <paramref name="Verified"/> is false where the source is not the legal text.
/// </summary>
public sealed record CommuneAreaView(
    string Attribute, string Name, LocalDate From, LocalDate? Until, string Source, bool Verified);

/// <summary>
/// A commune in force with what is said of its area on a day. Communes with <paramref name="HasPriority"/> are planned,
/// listed and released before the others.
/// </summary>
public sealed record CommuneView(
    string Code, string Name, string Kind, IReadOnlyList<string> Areas, bool HasPriority,
    IReadOnlyList<CommuneAreaView> AreaTerms);

/// <summary>The communes of the province.</summary>
public sealed record CommuneList(IReadOnlyList<CommuneView> Items);

/// <summary>The communes in force and the attributes of their areas, which programmes and reports use.</summary>
public sealed class ReadCommunes : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/register/communes", List)
            .RequirePermission(Permissions.RegisterView).WithTags("Register").Answers<CommuneList>("ListCommunes");

    /// <summary>
    /// The communes in force with the attributes of their areas on a day (yyyy-MM-dd), by default today; with area only
    /// those that have the attribute, PRIORITY, or NONE. With format csv or xlsx a file.
    /// </summary>
    /// <remarks>Danh mục xã, phường, đặc khu và đặc điểm địa bàn.</remarks>
    public static IResult List(string? day, string? area, string? format, ReferenceData reference, IClock clock)
    {
        var on = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        if (!string.IsNullOrEmpty(day))
        {
            var parsed = LocalDatePattern.Iso.Parse(day);
            if (!parsed.Success)
                return Problems.BadRequest("day-invalid", "Ngày viết theo dạng yyyy-MM-dd.", "The day is yyyy-MM-dd.");
            on = parsed.Value;
        }

        if (area is { Length: > 0 } && !reference.Areas.Knows(area)) return AreaProblem.Result(reference.Areas);
        string[] all = [.. reference.Communes.Keys.Order(StringComparer.Ordinal)];
        string[] chosen = area is { Length: > 0 } ? reference.Areas.Among(all, area, on) : all;
        List<CommuneView> communes = [.. chosen.Select(c => ViewOf(reference.Communes[c], reference.Areas, on))];
        return string.IsNullOrEmpty(format)
            ? Results.Ok(new CommuneList(communes))
            : TableFile.Answer(Rows(communes, reference.Areas), "xa-phuong", TableFile.IsWorkbook(format));
    }

    private static CommuneView ViewOf(Commune commune, AreaBook areas, LocalDate on)
    {
        var terms = areas.Of(commune.Code, on);
        return new CommuneView(
            commune.Code, commune.Name, commune.Kind, [.. terms.Select(t => t.Attribute)],
            areas.HasPriority(commune.Code, on),
            [
                .. terms.Select(t => new CommuneAreaView(
                    t.Attribute, areas.Named(t.Attribute).NameVi, t.From, t.Until, t.Source, t.Verified)),
            ]);
    }

    private static IEnumerable<string[]> Rows(IEnumerable<CommuneView> communes, AreaBook areas) =>
    [
        ["Mã xã", "Tên xã", "Loại", "Đặc điểm địa bàn", "Ưu tiên", "Áp dụng từ", "Áp dụng đến", "Nguồn", "Đã xác minh"],
        .. communes.SelectMany(c => c.AreaTerms.Count == 0
            ? [[c.Code, c.Name, c.Kind, "", "", "", "", "", ""]]
            : c.AreaTerms.Select(t => (string[])
            [
                c.Code, c.Name, c.Kind, t.Name, areas.Named(t.Attribute).HasPriority ? "x" : "",
                LocalDatePattern.Iso.Format(t.From), t.Until is { } until ? LocalDatePattern.Iso.Format(until) : "",
                t.Source, t.Verified ? "x" : "",
            ])),
    ];
}
