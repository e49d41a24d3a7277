/** The models of Django's own applications, as in 4.2 to 6.0. */
import type { KnownModel } from './known.js';

export const CONTRIB: Readonly<Record<string, KnownModel>> = {
  'django.contrib.auth.base_user.AbstractBaseUser': {
    bases: ['Model'],
    meta: { abstract: true },
    methods: ['__str__', 'save'],
    fields: {
      password: ['CharField', { max_length: 128 }],
      last_login: ['DateTimeField', { null: true }],
    },
  },
  'django.contrib.auth.models.PermissionsMixin': {
    bases: ['Model'],
    meta: { abstract: true },
    fields: {
      is_superuser: ['BooleanField', { default: false }],
      groups: ['ManyToManyField', { related_name: 'user_set', related_query_name: 'user', to: 'auth.group' }],
      user_permissions: ['ManyToManyField', { related_name: 'user_set', related_query_name: 'user', to: 'auth.permission' }],
    },
  },
  'django.contrib.auth.models.AbstractUser': {
    bases: ['django.contrib.auth.base_user.AbstractBaseUser', 'django.contrib.auth.models.PermissionsMixin'],
    meta: { abstract: true },
    managers: { objects: 'django.contrib.auth.models.UserManager' },
    fields: {
      username: ['CharField', { unique: true, max_length: 150 }],
      first_name: ['CharField', { max_length: 150 }],
      last_name: ['CharField', { max_length: 150 }],
      email: ['EmailField', { max_length: 254 }],
      is_staff: ['BooleanField', { default: false }],
      is_active: ['BooleanField', { default: true }],
      date_joined: ['DateTimeField', { default: '()' }],
    },
  },
  'django.contrib.auth.models.User': {
    bases: ['django.contrib.auth.models.AbstractUser'],
    meta: { swappable: 'AUTH_USER_MODEL', app_label: 'auth' },
  },
  'django.contrib.auth.models.Group': {
    bases: ['Model'],
    meta: { app_label: 'auth' },
    managers: { objects: 'django.contrib.auth.models.GroupManager' },
    methods: ['__str__'],
    fields: {
      name: ['CharField', { unique: true, max_length: 150 }],
      permissions: ['ManyToManyField', { to: 'auth.permission' }],
    },
  },
  'django.contrib.auth.models.Permission': {
    bases: ['Model'],
    meta: { ordering: ['content_type__app_label', 'content_type__model', 'codename'], unique_together: [['content_type', 'codename']], app_label: 'auth' },
    managers: { objects: 'django.contrib.auth.models.PermissionManager' },
    methods: ['__str__'],
    fields: {
      name: ['CharField', { max_length: 255 }],
      content_type: ['ForeignKey', { on_delete: 'CASCADE', to: 'contenttypes.contenttype' }],
      codename: ['CharField', { max_length: 100 }],
    },
  },
  'django.contrib.contenttypes.models.ContentType': {
    bases: ['Model'],
    meta: { db_table: 'django_content_type', unique_together: [['app_label', 'model']], app_label: 'contenttypes' },
    managers: { objects: 'django.contrib.contenttypes.models.ContentTypeManager' },
    methods: ['__str__'],
    fields: {
      app_label: ['CharField', { max_length: 100 }],
      model: ['CharField', { max_length: 100 }],
    },
  },
  'django.contrib.sessions.base_session.AbstractBaseSession': {
    bases: ['Model'],
    meta: { abstract: true },
    managers: { objects: 'django.contrib.sessions.base_session.BaseSessionManager' },
    methods: ['__str__'],
    fields: {
      session_key: ['CharField', { primary_key: true, max_length: 40 }],
      session_data: ['TextField'],
      expire_date: ['DateTimeField', { db_index: true }],
    },
  },
  'django.contrib.sessions.models.Session': {
    bases: ['django.contrib.sessions.base_session.AbstractBaseSession'],
    meta: { db_table: 'django_session', app_label: 'sessions' },
    managers: { objects: 'django.contrib.sessions.models.SessionManager' },
  },
  'django.contrib.sites.models.Site': {
    bases: ['Model'],
    meta: { db_table: 'django_site', ordering: ['domain'], app_label: 'sites' },
    managers: { objects: 'django.contrib.sites.models.SiteManager' },
    methods: ['__str__'],
    fields: {
      domain: ['CharField', { unique: true, max_length: 100 }],
      name: ['CharField', { max_length: 50 }],
    },
  },
  'django.contrib.admin.models.LogEntry': {
    bases: ['Model'],
    meta: { db_table: 'django_admin_log', ordering: ['-action_time'], app_label: 'admin' },
    managers: { objects: 'django.contrib.admin.models.LogEntryManager' },
    methods: ['__str__'],
    fields: {
      action_time: ['DateTimeField', { default: '()' }],
      user: ['ForeignKey', { on_delete: 'CASCADE', to: 'settings.AUTH_USER_MODEL' }],
      content_type: ['ForeignKey', { null: true, on_delete: 'SET_NULL', to: 'contenttypes.contenttype' }],
      object_id: ['TextField', { null: true }],
      object_repr: ['CharField', { max_length: 200 }],
      action_flag: ['PositiveSmallIntegerField', { choices: 3 }],
      change_message: ['TextField'],
    },
  },
  'django.contrib.flatpages.models.FlatPage': {
    bases: ['Model'],
    meta: { db_table: 'django_flatpage', ordering: ['url'], app_label: 'flatpages' },
    methods: ['__str__'],
    fields: {
      url: ['CharField', { db_index: true, max_length: 100 }],
      title: ['CharField', { max_length: 200 }],
      content: ['TextField'],
      enable_comments: ['BooleanField', { default: false }],
      template_name: ['CharField', { max_length: 70 }],
      registration_required: ['BooleanField', { default: false }],
      sites: ['ManyToManyField', { to: 'sites.site' }],
    },
  },
  'django.contrib.redirects.models.Redirect': {
    bases: ['Model'],
    meta: { db_table: 'django_redirect', ordering: ['old_path'], unique_together: [['site', 'old_path']], app_label: 'redirects' },
    methods: ['__str__'],
    fields: {
      site: ['ForeignKey', { on_delete: 'CASCADE', to: 'sites.site' }],
      old_path: ['CharField', { db_index: true, max_length: 200 }],
      new_path: ['CharField', { max_length: 200 }],
    },
  },
};
