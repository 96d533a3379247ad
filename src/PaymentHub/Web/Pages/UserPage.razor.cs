using Microsoft.AspNetCore.Components;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Web.Components;

namespace PaymentHub.Web.Pages;

/// <summary>The rights of one user: what is granted, why, and who changed it.</summary>
public sealed partial class UserPage(
    People people, AccessRows rows, ChangeAccess change, CurrentUser me, NavigationManager navigation, AreaNames names)
{
    private Person? _person;
    private bool _looked;
    private Refusal? _refusal;
    private IReadOnlyList<TimelineItem> _history = [];

    [Parameter]
    public string UserName { get; set; } = "";

    /// <summary>Shown after a change was stored (the form redirects here, so that a reload repeats nothing).</summary>
    [SupplyParameterFromQuery]
    public bool Saved { get; set; }

    [SupplyParameterFromForm(FormName = "grant")]
    public GrantForm? Grant { get; set; }

    [SupplyParameterFromForm]
    public ReasonForm? Revoke { get; set; }

    [SupplyParameterFromForm(FormName = "disable")]
    public ReasonForm? Disable { get; set; }

    [SupplyParameterFromForm(FormName = "reset")]
    public ResetForm? Reset { get; set; }

    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    private bool IsMe => UserAccess.NameKey(UserName) == UserAccess.NameKey(me.UserName);

    /// <summary>The address of the page of a user.</summary>
    public static string PathOf(string userName) => $"/quan-tri/nguoi-dung/{Uri.EscapeDataString(userName)}";

    protected override async Task OnInitializedAsync()
    {
        var everybody = await people.ListAsync(Http.RequestAborted);
        _person = everybody.FirstOrDefault(p => UserAccess.NameKey(p.UserName) == UserAccess.NameKey(UserName));
        _looked = true;
        if (_person is null)
        {
            Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var history = await rows.HistoryOfAsync(UserName, Http.RequestAborted);
        _history = [.. history.Reverse().Select(ItemOf)];
    }

    private async Task GrantAsync()
    {
        if (!Enum.TryParse<Role>(Grant?.Role, out var role)) return;
        var scope = Enum.TryParse<ScopeKind>(Grant?.Scope, out var kind) ? kind : ScopeKind.Province;
        await DoneAsync(change.GrantAsync(
            new(UserName, role, ScopeOf(scope, Grant!), me.UserName, Grant!.Reason ?? ""), Http.RequestAborted));
    }

    private Task RevokeAsync(Role role) => DoneAsync(change.RevokeAsync(
        new(UserName, role, me.UserName, Revoke?.Reason ?? ""), Http.RequestAborted));

    private Task DisableAsync() => DoneAsync(change.DisableAsync(
        new(UserName, me.UserName, Disable?.Reason ?? ""), Http.RequestAborted));

    // The password is checked before the change is recorded, and given after it.
    private Task ResetAsync() => DoneAsync(RenewAsync(Reset?.Password ?? "", Reset?.Reason ?? ""));

    private async Task<Refusal?> RenewAsync(string password, string reason) =>
        await people.UnfitAsync(UserName, password)
        ?? await change.ResetSignInAsync(new(UserName, me.UserName, reason), Http.RequestAborted)
        ?? await people.ResetAsync(UserName, password);

    private async Task DoneAsync(Task<Refusal?> action)
    {
        _refusal = await action;
        if (_refusal is null) navigation.NavigateTo(PathOf(UserName) + "?saved=true");
    }

    private static AccessScope ScopeOf(ScopeKind kind, GrantForm form)
    {
        var reach = kind switch
        {
            ScopeKind.Communes => AccessScope.OfCommunes(form.Communes ?? []),
            ScopeKind.Institution => AccessScope.OfInstitution(form.Institution ?? ""),
            _ => AccessScope.Province,
        };
        return reach.For((form.Purposes ?? []).Where(p => Enum.TryParse<SharingPurpose>(p, out _))
            .Select(Enum.Parse<SharingPurpose>));
    }

    private TimelineItem ItemOf(AccessGrantRow row) => new(
        row.At, $"{T[$"Access.{row.Kind}"]}{Subject(row)}", row.ByUser, row.Reason,
        Tone: row.Kind == AccessGrantRow.Granted ? Tone.Good : Tone.Warn);

    private string Subject(AccessGrantRow row)
    {
        if (row.Role is null) return "";
        var role = $": {T[$"Role.{row.Role}"]}";
        if (row.ToEvent() is not RoleGranted granted) return role;
        var reach = granted.Scope.Kind switch
        {
            ScopeKind.Institution => names.Institution(granted.Scope.Values[0]),
            ScopeKind.Communes => string.Join(", ", granted.Scope.Values.Select(names.Commune)),
            _ => T["Scope.Province"].Value,
        };
        return string.Join(" — ", [role, reach, .. granted.Scope.Purposes.Select(p => T[$"Purpose.{p}"].Value)]);
    }

    /// <summary>What the administrator chose for a grant.</summary>
    public sealed class GrantForm
    {
        public string? Role { get; set; }

        public string? Scope { get; set; }

        public string[]? Communes { get; set; }

        public string[]? Purposes { get; set; }

        public string? Institution { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>A one-time password, and why it is given.</summary>
    public sealed class ResetForm
    {
        public string? Password { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>Why something is taken away.</summary>
    public sealed class ReasonForm
    {
        public string? Reason { get; set; }
    }
}
