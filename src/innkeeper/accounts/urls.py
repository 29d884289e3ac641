"""Addresses of the door, of one's own account, and of the settings about people. Only these of the library's views."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.views.generic import RedirectView

from innkeeper.accounts.views import devices, duty, own, rights, staff

to_own = RedirectView.as_view(pattern_name="account_own")

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/inactive/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/", own.account, name="account_own"),
    path("account/hotel/", own.hotel, name="account_hotel"),
    path("account/sessions/<uuid:record_id>/end/", own.session_end, name="account_session_end"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/factors/", to_own, name="mfa_index"),
    path("account/factors/totp/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/factors/totp/removal/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/factors/passkeys/", to_own, name="mfa_list_webauthn"),
    path("account/factors/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/factors/passkeys/<int:pk>/removal/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/factors/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/factors/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "account/factors/recovery/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("device/", devices.device, name="device"),
    path("device/<uuid:staff_id>/", devices.hand, name="device_hand"),
    path("settings/devices/", devices.shared, name="settings_devices"),
    path(
        "settings/devices/<uuid:device_id>/revocation/", devices.revocation, name="settings_device_revocation"
    ),
    path("settings/staff/", staff.people, name="settings_staff"),
    path("settings/staff/<uuid:staff_id>/", staff.person, name="settings_person"),
    path("settings/staff/<uuid:staff_id>/deactivation/", staff.deactivation, name="settings_deactivation"),
    path("settings/staff/<uuid:staff_id>/password/", staff.password, name="settings_password"),
    path("settings/staff/<uuid:staff_id>/factors/removal/", staff.factors, name="settings_factors"),
    path("settings/staff/<uuid:staff_id>/return/", staff.reactivation, name="settings_reactivation"),
    path(
        "settings/assignments/<uuid:assignment_id>/end/", staff.assignment_end, name="settings_assignment_end"
    ),
    path("settings/roles/", rights.all_roles, name="settings_roles"),
    path("settings/roles/<uuid:role_id>/", rights.role, name="settings_role"),
    path("settings/rights-review/", rights.review, name="settings_rights_review"),
    path("settings/duty/", duty.roster, name="settings_duty"),
    path("settings/duty/turns/<uuid:turn_id>/removal/", duty.turn_removal, name="settings_turn_removal"),
    path("settings/duty/ladders/<slug:post_code>/", duty.ladder, name="settings_ladder"),
    path("settings/organisation/", duty.organisation, name="settings_organisation"),
]
