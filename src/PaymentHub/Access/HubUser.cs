using Microsoft.AspNetCore.Identity;

namespace PaymentHub.Access;

/// <summary>
/// The credentials of a person or of a bank's user. What the person may do is not here: roles and scopes are events of
/// the user's stream (see <see cref="PaymentHub.Domain.Access.UserAccess"/>).
/// </summary>
public sealed class HubUser : IdentityUser
{
    /// <summary>The name that people read, e.g. "Nguyễn Thị Lập".</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Made by the demo profile; no other profile starts while such users exist.</summary>
    public bool IsDemo { get; set; }

    /// <summary>The password was chosen by somebody else; nothing is possible before it is changed.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Time step of the last accepted code of the authenticator app; no code is accepted twice.</summary>
    public long LastCodeStep { get; set; }
}
